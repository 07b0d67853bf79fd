// What an input that is named stands for: a file, standard input, a folder or a pattern. Internal to depeche::text.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "text/zip_archive.h"

namespace depeche::text {

struct Input {
  std::string path;   // "-" = standard input; of a file in an archive, that of the archive and its name there
  std::string id;     // of its article, or the front part of its articles' ids
  bool given = true;  // named by the caller, not found in a folder
  bool in_memory = false;
  std::shared_ptr<ZipArchive> archive = {};
  size_t file = 0;  // in the archive
  int depth = 0;    // of archives around it
};

// Whether `path` is a pattern (*, ?, [a-z], ** for any folders) and not the name of a file that is there.
bool is_pattern(const std::string& path);
// Files and folders that match, sorted by path; their ids are their path behind the part without wildcards.
std::deque<Input> files_matching(const std::string& pattern);
// Regular files below a folder, sorted by path, without hidden ones; links to folders are not followed.
std::deque<Input> files_below(const std::filesystem::path& folder, std::error_code& error);
std::deque<Input> files_in(const std::shared_ptr<ZipArchive>& archive, const Input& around);
// A path without the ending of its last part.
std::string without_ending(const std::filesystem::path& path);

}  // namespace depeche::text
