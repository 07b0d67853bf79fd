"""What run.py asks of spaCy, in spaCy's own environment: `words MODEL` gives word lists, `time MODEL FILE` times it."""
import json
import resource
import sys
import time


def words(model: str) -> None:
    import spacy

    nlp = spacy.load(model)
    index = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    out = {pos: sorted(word for word in index[pos] if word.isalpha() and 2 < len(word) < 16)
           for pos in ("noun", "verb", "adj", "adv")}
    print(json.dumps({"language": nlp.lang, **out}))


def measure(model: str, path: str) -> None:
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    start = time.perf_counter()
    import spacy

    nlp = spacy.load(model)
    loaded = time.perf_counter()
    tokens = sum(len(document) for document in nlp.pipe(texts))
    done = time.perf_counter()
    print(json.dumps({"load": loaded - start, "seconds": done - loaded, "tokens": tokens,
                      "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    if sys.argv[1] == "words":
        words(sys.argv[2])
    else:
        measure(sys.argv[2], sys.argv[3])
