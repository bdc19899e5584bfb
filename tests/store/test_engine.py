from sqlalchemy import text

from dangol.store.engine import Store


def test_writes_are_read_back(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("INSERT INTO checkpoints (name, position) VALUES ('a', 7)"))
    with store.read() as connection:
        assert connection.execute(text("SELECT position FROM checkpoints")).scalar_one() == 7
    store.upgrade()
