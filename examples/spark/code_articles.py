#!/usr/bin/env python3
"""Codes a corpus: Parquet files of articles, or WARC, JSON Lines, pages …, into partitioned Parquet. Goes on where it stopped.

    spark-submit examples/spark/code_articles.py --input /corpus/parquet --output /coded --text body --id url
    spark-submit examples/spark/code_articles.py --input '/corpus/*.warc.gz' --output /coded --files

Each input file is a partition: OUTPUT/records/source=NAME holds its records, OUTPUT/events/source=NAME its events, by year,
OUTPUT/faults/source=NAME what of it could not be coded, and why. A partition is there whole, with _SUCCESS, or not at all, and one that is there is
left alone: the same command goes on with those that are missing. Prints a line for each, and exits 1 where rows were bad.
"""

import argparse
import glob
import os
import sys
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import depeche.spark


def input_files(patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(pattern)) or [pattern]:
            if os.path.isdir(path):
                yield from (os.path.join(path, name) for name in sorted(os.listdir(path)) if name[0] not in "._")
            else:
                yield path


def is_done(folder):
    return os.path.exists(os.path.join(folder, "_SUCCESS"))


def code_one(spark, given, path, name):
    """The counts of good and bad rows of one input file."""
    out = {kind: os.path.join(given.output, kind, f"source={name}") for kind in ("records", "events", "faults")}
    if not is_done(out["records"]):
        if given.files:
            coded = depeche.spark.code_files(spark.createDataFrame([(os.path.abspath(path),)], "path string"))
        else:
            articles = spark.read.parquet(path).repartition(given.parallel)
            coded = depeche.spark.code(articles, text=given.text, id=given.id, title=given.title, published=given.published)
        # The expensive part is written first and once; the others are made of it.
        coded.write.mode("overwrite").parquet(out["records"])
    coded = spark.read.parquet(out["records"])
    if not is_done(out["events"]):
        rows = depeche.spark.events(coded).withColumn("year", f.substring(f.coalesce("date", "published"), 1, 4))
        rows.write.mode("overwrite").partitionBy("year").parquet(out["events"])
    bad = coded.where("fault IS NOT NULL")
    if not is_done(out["faults"]):
        bad.select("id", "fault").write.mode("overwrite").parquet(out["faults"])
    failed = bad.count()
    return coded.count() - failed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", nargs="+", required=True, help="files, folders or patterns")
    parser.add_argument("--output", required=True)
    parser.add_argument("--files", action="store_true", help="the inputs are WARC, pages, JSON Lines …, not Parquet")
    parser.add_argument("--text", default="text", help="the column of the texts")
    parser.add_argument("--id", help="the column of the ids")
    parser.add_argument("--title", help="the column of the titles")
    parser.add_argument("--published", help="the column of the days")
    parser.add_argument("--parallel", type=int, help="tasks a file; usual: as many as the cluster runs at once")
    given = parser.parse_args()
    spark = SparkSession.builder.appName("depeche").getOrCreate()
    given.parallel = given.parallel or spark.sparkContext.defaultParallelism
    all_bad, names = 0, set()
    for path in input_files(given.input):
        name = os.path.basename(path)
        if name in names:
            parser.error(f"two inputs are called {name}")
        names.add(name)
        if all(is_done(os.path.join(given.output, kind, f"source={name}")) for kind in ("records", "events", "faults")):
            print(f"{name}: there already", flush=True)
            continue
        begin = time.monotonic()
        good, bad = code_one(spark, given, path, name)
        all_bad += bad
        print(f"{name}: {good} articles, {bad} bad rows, {time.monotonic() - begin:.0f} s", flush=True)
    spark.stop()
    return 1 if all_bad else 0


if __name__ == "__main__":
    sys.exit(main())
