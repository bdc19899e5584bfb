"""Larger models in the place of the shipped ones, where the settings name their folders."""

from pathlib import Path

from dangol.bootstrap.settings import Settings
from dangol.language.models.minds import Task, plug


def plug_models(settings: Settings) -> None:
    """Plugs in what the settings name, for this process.

    Raises:
        BadInput: a folder that holds no usable model (``language.models.onnx``).
    """
    folders: dict[Task, str] = {
        "sentiment": settings.sentiment_model,
        "act": settings.act_model,
        "toxicity": settings.toxicity_model,
    }
    for task, folder in folders.items():
        if folder:
            from dangol.language.models.onnx import classifier

            plug(task, classifier(task, Path(folder).expanduser()))
