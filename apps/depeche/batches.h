// Articles read some at a time, worked on by several threads, written in the order of the input.
#pragma once

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "text/reader.h"

namespace depeche::app {

// Networks are faster over many rows, so articles are annotated some at a time.
constexpr size_t kBatchBytes = 24 * 1024, kBatchArticles = 64;
constexpr size_t kBatchesPerThread = 3;

struct Batch {
  std::vector<text::Article> articles;
  std::vector<std::string> faults;  // of pieces of the input that are no articles
  std::string out;
  size_t count = 0;  // articles, where `work` takes them out
};

inline std::shared_ptr<Batch> read_batch(text::Reader& reader) {
  auto batch = std::make_shared<Batch>();
  for (size_t bytes = 0; bytes < kBatchBytes && batch->articles.size() + batch->faults.size() < kBatchArticles;) {
    auto article = reader.next();
    if (!article) break;
    if (!*article) {
      batch->faults.push_back(article->error().describe());
      continue;
    }
    bytes += (*article)->text.size();
    batch->articles.push_back(std::move(**article));
  }
  return batch->articles.empty() && batch->faults.empty() ? nullptr : batch;
}

// `work(batch, worker)` fills batch.out, each thread with a Worker of its own; `write(batch)` returns false to stop.
// threads: 0 = all cores.
template <class Worker, class Work, class Write>
void run_batches(text::Reader& reader, int threads, const Work& work, const Write& write) {
  const auto n =
      static_cast<size_t>(threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
  if (n == 1) {
    Worker worker;
    while (const auto batch = read_batch(reader)) {
      work(*batch, worker);
      if (!write(*batch)) return;
    }
    return;
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, n);
  tbb::enumerable_thread_specific<Worker> workers;
  std::atomic<bool> stopped = false;
  using Pointer = std::shared_ptr<Batch>;
  const auto first =
      tbb::make_filter<void, Pointer>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) -> Pointer {
        Pointer batch = stopped ? nullptr : read_batch(reader);
        if (!batch) flow.stop();
        return batch;
      });
  const auto middle = tbb::make_filter<Pointer, Pointer>(tbb::filter_mode::parallel, [&](const Pointer& batch) {
    work(*batch, workers.local());
    return batch;
  });
  const auto last = tbb::make_filter<Pointer, void>(tbb::filter_mode::serial_in_order, [&](const Pointer& batch) {
    if (!stopped && !write(*batch)) stopped = true;
  });
  tbb::parallel_pipeline(n * kBatchesPerThread, first & middle & last);
}

}  // namespace depeche::app
