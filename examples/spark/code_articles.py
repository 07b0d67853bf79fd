#!/usr/bin/env python3
"""Codes a corpus: Parquet files of articles, or WARC, JSON Lines, pages …, into partitioned Parquet. Goes on where it stopped.

    spark-submit examples/spark/code_articles.py --input /corpus/parquet --output /coded --text body --id url
    spark-submit examples/spark/code_articles.py --input '/corpus/*.warc.gz' --output /coded --files

Each input file is a partition: OUTPUT/records/source=NAME holds its records, OUTPUT/events/source=NAME its events, by year,
OUTPUT/faults/source=NAME what of it could not be coded, and why. A partition is there whole, with _SUCCESS, or not at all, and one that is there is
left alone: the same command goes on with those that are missing. Prints a line for each, and exits 1 where rows or files were bad.

A Parquet file is coded by many tasks, any other by one: so many files are worked on at once as the cluster has cores (--parallel).
"""

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import depeche.spark


class Files:
    """Files and folders wherever Spark reads and writes: local, HDFS, S3 …"""

    def __init__(self, spark):
        self._path = spark._jvm.org.apache.hadoop.fs.Path
        self._settings = spark._jsc.hadoopConfiguration()

    def _at(self, path):
        path = self._path(path)
        return path.getFileSystem(self._settings), path

    def exists(self, path):
        system, path = self._at(path)
        return system.exists(path)

    def found(self, patterns):
        """What they name: (name, path), of a folder what lies in it."""
        for pattern in patterns:
            system, path = self._at(pattern)
            statuses = system.globStatus(path)
            if not statuses:
                raise FileNotFoundError(pattern)
            for status in statuses:
                inner = system.listStatus(status.getPath()) if status.isDirectory() else [status]
                paths = sorted((each.getPath().getName(), each.getPath()) for each in inner)
                for name, path in paths:
                    if name[0] not in "._":
                        yield name, path.toUri().getPath() if path.toUri().getScheme() == "file" else path.toString()


PARTS = ("records", "events", "faults")


def code_one(spark, files, given, name, path):
    """What is said of an input file, and whether all of it was well."""
    out = {kind: f"{given.output}/{kind}/source={name}" for kind in PARTS}
    missing = [kind for kind in PARTS if not files.exists(f"{out[kind]}/_SUCCESS")]
    if not missing:
        return f"{name}: there already", True
    begin = time.monotonic()
    if "records" in missing:
        missing = PARTS
        if given.files:
            coded = depeche.spark.code_files(spark.createDataFrame([(path,)], "path string").coalesce(1))
        else:
            articles = spark.read.parquet(path).repartition(given.parallel)
            coded = depeche.spark.code(articles, text=given.text, id=given.id, title=given.title, published=given.published)
        # The expensive part is written first and once; the others are made of it.
        coded.write.mode("overwrite").parquet(out["records"])
    coded = spark.read.parquet(out["records"])
    if "events" in missing:
        rows = depeche.spark.events(coded).withColumn("year", f.substring(f.coalesce("date", "published"), 1, 4))
        rows.write.mode("overwrite").partitionBy("year").parquet(out["events"])
    bad = coded.where("fault IS NOT NULL")
    if "faults" in missing:
        bad.select("id", "fault").write.mode("overwrite").parquet(out["faults"])
    failed = bad.count()
    return f"{name}: {coded.count() - failed} articles, {failed} bad rows, {time.monotonic() - begin:.0f} s", failed == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", nargs="+", required=True, help="files, folders or patterns")
    parser.add_argument("--output", required=True)
    parser.add_argument("--files", action="store_true", help="the inputs are WARC, pages, JSON Lines …, not Parquet")
    parser.add_argument("--text", default="text", help="the column of the texts")
    parser.add_argument("--id", help="the column of the ids")
    parser.add_argument("--title", help="the column of the titles")
    parser.add_argument("--published", help="the column of the days")
    parser.add_argument("--parallel", type=int, help="tasks a Parquet file, or other files at once; usual: as many as the cluster runs at once")
    given = parser.parse_args()
    spark = SparkSession.builder.appName("depeche").getOrCreate()
    given.parallel = given.parallel or spark.sparkContext.defaultParallelism
    files = Files(spark)
    inputs = list(files.found(given.input))
    if len({name for name, _ in inputs}) < len(inputs):
        parser.error("two inputs have the same name")

    def work(named):
        try:
            return code_one(spark, files, given, *named)
        except Exception as fault:  # of one file: the others are done all the same
            return f"{named[0]}: failed: {str(fault).strip().splitlines()[0]}", False

    all_well = True
    with ThreadPoolExecutor(given.parallel if given.files else 2) as pool:  # 2: while the last task of one file ends, the next one begins
        for line, well in pool.map(work, inputs):
            print(line, flush=True)
            all_well = all_well and well
    spark.stop()
    return 0 if all_well else 1


if __name__ == "__main__":
    sys.exit(main())
