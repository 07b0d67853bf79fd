// What a fuzz target brings: the function that reads one input, and inputs to begin with. replay.cpp runs them where
// there is no libFuzzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace depeche::fuzz {

// Made anew at each call; what was not fetched (a model) is left out.
std::vector<std::string> seeds();

// An input of exactly its size, so that the sanitizer sees a read past its end.
inline std::string bytes_of(const uint8_t* data, size_t size) {
  return std::string(reinterpret_cast<const char*>(data), size);
}

// A folder of this process for files that the target writes, removed at the end.
const std::filesystem::path& scratch_folder();
void write_file(const std::filesystem::path& path, std::string_view bytes);
std::string file_bytes(const std::filesystem::path& path);

// Ends the process with a word where `what` does not hold.
void require(bool holds, const char* what);

}  // namespace depeche::fuzz
