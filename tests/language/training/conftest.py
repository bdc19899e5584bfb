"""What trains models is tested where the extra ``train`` (PyTorch) is installed: it is no part of what a newcomer installs."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("torch") else ["test_training_twice.py"]
