// What the encoder wants to know of a word, kept for the words in use: a bounded store of entries with second chances.
// Owned by one thread; what it holds never changes an answer. Internal to depeche::nlp.
//
//   cache.begin_batch(entry_size);
//   slot = cache.take(forget, key);   // a free slot; `forget(old key)` where it held another word
//   cache.use(slot);                  // each time the word is met again
//   cache.entry(slot)                 // entry_size floats, valid until the next batch
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "nlp/tok2vec.h"

namespace depeche::nlp {

class EmbeddingCache {
 public:
  static constexpr size_t kSlots = 6 * 1024;  // exceeded only by a batch with more different words

  void begin_batch(size_t entry_size) {
    if (entry_size_ != entry_size) clear();
    entry_size_ = entry_size;
    ++batch_;
  }
  // What was met in this batch keeps its slot; of the others, the hand of a clock takes one that was not used since its
  // last rounds.
  template <class Forget>
  uint32_t take(Forget&& forget, EmbeddingKey key) {
    if (slots_.size() >= kSlots) {
      // Every slot may be of this batch: the number of tries is bounded, and then there is one slot more.
      for (int tries = 0; tries < kTries; ++tries) {
        hand_ = hand_ + 1 < slots_.size() ? hand_ + 1 : 0;
        Slot& slot = slots_[hand_];
        if (slot.batch == batch_) continue;
        if (slot.uses > 0) {
          --slot.uses;
          continue;
        }
        forget(slot.key);
        slot = {key, batch_, 0};
        return static_cast<uint32_t>(hand_);
      }
    }
    if (slots_.size() % kBlock == 0) blocks_.push_back(std::make_unique_for_overwrite<float[]>(kBlock * entry_size_));
    slots_.push_back({key, batch_, 0});
    return static_cast<uint32_t>(slots_.size() - 1);
  }
  void use(uint32_t slot) {
    Slot& s = slots_[slot];
    s.batch = batch_;
    if (s.uses < kMaxUses) ++s.uses;
  }
  float* entry(uint32_t slot) { return blocks_[slot / kBlock].get() + slot % kBlock * entry_size_; }
  void clear() {
    slots_.clear();
    blocks_.clear();
    hand_ = 0;
  }

 private:
  static constexpr size_t kBlock = 256;
  static constexpr uint8_t kMaxUses = 3;
  static constexpr int kTries = 256;
  struct Slot {
    EmbeddingKey key;
    uint32_t batch = 0;
    uint8_t uses = 0;  // saturating
  };
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<float[]>> blocks_;
  size_t entry_size_ = 0, hand_ = 0;
  uint32_t batch_ = 0;
};

}  // namespace depeche::nlp
