"""The engines of jobs over the lake: DuckDB in this process, or Spark. A job is an Ibis expression and runs on either."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from dangol.kit.errors import Refused
from dangol.store.lake import Lake, needs_extra

if TYPE_CHECKING:
    import pyarrow as pa

Engine = Literal["duckdb", "spark"]
Table = Any  # an Ibis table

_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class Insight:
    """One engine, reading one lake."""

    def __init__(self, connection: Any, lake: Lake) -> None:
        self._connection = connection
        self._lake = lake

    def choices(self) -> Table:
        """Columns position, person, wall, month, phase, thing; of a product also a row for its category, as the catalogue has it now."""
        import ibis

        if not self._lake.choices():
            raise Refused(
                "lake.empty",
                ko="레이크가 비어 있습니다. 먼저 dangol lake export 를 실행해 주세요.",
                en="The lake is empty. Run dangol lake export first.",
            )
        told = self._connection.read_parquet(str(self._lake.folder / "choices" / "*.parquet"))
        people = self._connection.read_parquet(str(self._lake.folder / "people.parquet"))
        products = self._connection.read_parquet(str(self._lake.folder / "products.parquet"))
        named = told.left_join(people, told.identity == people.identity)
        plain = named.select("position", "wall", "month", "phase", "thing", person=ibis.coalesce(named.person, named.identity))
        of = plain.join(products, plain.thing == products.product)
        return plain.union(of.select("position", "wall", "month", "phase", "person", thing=of.category).select(plain.columns))

    def run(self, job: Table) -> "pa.Table":
        """The rows of a job."""
        return self._connection.to_pyarrow(job)


@contextmanager
def insight(lake: Lake, engine: Engine, *, memory: str = "6GB") -> Iterator[Insight]:
    """Opens an engine for the length of a block.

    Args:
        memory: the most that DuckDB takes; what needs more goes to files in the lake's folder. Spark takes it for its one process.

    Raises:
        Refused: ``lake.not_installed``.
    """
    try:
        import ibis

        connection, ours = (_duckdb(ibis, lake, memory), True) if engine == "duckdb" else _spark(ibis, memory)
    except ImportError as error:
        raise needs_extra() from error
    try:
        yield Insight(connection, lake)
    finally:
        if ours:
            connection.disconnect()


def _duckdb(ibis: Any, lake: Lake, memory: str) -> Any:
    aside = lake.folder / "aside"
    return ibis.duckdb.connect(memory_limit=memory, temp_directory=str(aside), preserve_insertion_order=False)


def _spark(ibis: Any, memory: str) -> tuple[Any, bool]:
    """The Spark that is active, or that ``SPARK_REMOTE`` or ``spark-submit`` names; else one in this process, which is ours to stop."""
    from pyspark.sql import SparkSession

    active = SparkSession.getActiveSession()
    if active is not None:
        return ibis.pyspark.connect(active), False
    made = SparkSession.builder.appName("dangol").config("spark.sql.session.timeZone", "UTC")
    if not os.environ.get("SPARK_REMOTE") and not os.environ.get("SPARK_HOME"):
        made = made.master("local[*]").config("spark.driver.memory", memory.lower().replace("gb", "g"))
        for name, value in _LOCAL.items():
            made = made.config(name, value)
    session = made.getOrCreate()
    return ibis.pyspark.connect(session), True
