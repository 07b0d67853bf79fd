#include "text/inputs.h"

#include <fnmatch.h>
#include <glob.h>

#include <algorithm>

namespace depeche::text {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kWildcards = "*?[";

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with("."); }

// The folder that a pattern begins with, up to its first wildcard; "" for the current one.
fs::path fixed_part(const std::string& pattern) {
  fs::path out;
  for (const fs::path& part : fs::path(pattern)) {
    if (part.string().find_first_of(kWildcards) != std::string::npos) break;
    out /= part;
  }
  return out;
}

std::vector<std::string> glob_paths(const std::string& pattern) {
  std::vector<std::string> out;
  glob_t found{};
  if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; ++i) out.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  return out;
}

// The last `parts` parts of a path.
fs::path tail(const fs::path& path, std::ptrdiff_t parts) {
  const std::ptrdiff_t all = std::distance(path.begin(), path.end());
  fs::path out;
  for (auto part = std::next(path.begin(), std::max<std::ptrdiff_t>(0, all - parts)); part != path.end(); ++part)
    out /= *part;
  return out;
}

// "a/**/b/*.html": the files below a whose last parts match what follows.
std::vector<std::string> paths_below(const std::string& front, const std::string& rest) {
  std::vector<std::string> out;
  std::vector<std::string> folders = {front.empty() ? "." : front};
  if (front.find_first_of(kWildcards) != std::string::npos) folders = glob_paths(front);
  const fs::path wanted = rest;
  const auto parts = std::distance(wanted.begin(), wanted.end());
  for (const std::string& folder : folders) {
    std::error_code ignored;
    for (const Input& file : files_below(folder, ignored)) {
      const fs::path path = fs::path(file.path).lexically_relative(folder);
      if (std::distance(path.begin(), path.end()) < parts) continue;
      if (::fnmatch(rest.c_str(), tail(path, parts).c_str(), FNM_PATHNAME | FNM_PERIOD) == 0)
        out.push_back(front.empty() ? path.string() : file.path);
    }
  }
  return out;
}

}  // namespace

std::string without_ending(const fs::path& path) { return (path.parent_path() / path.stem()).generic_string(); }

bool is_pattern(const std::string& path) {
  std::error_code ignored;
  return path.find_first_of(kWildcards) != std::string::npos && !fs::exists(fs::symlink_status(path, ignored));
}

std::deque<Input> files_matching(const std::string& pattern) {
  const size_t any = pattern.find("**/");
  std::vector<std::string> paths;
  if (any == std::string::npos)
    paths = glob_paths(pattern);
  else
    paths = paths_below(pattern.substr(0, any == 0 ? 0 : any - 1), pattern.substr(any + 3));
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  const fs::path fixed = fixed_part(pattern);
  std::deque<Input> out;
  for (const std::string& path : paths) {
    const fs::path below = fixed.empty() ? fs::path(path) : fs::path(path).lexically_relative(fixed);
    out.push_back({path, without_ending(below)});
  }
  return out;
}

std::deque<Input> files_below(const fs::path& folder, std::error_code& error) {
  std::deque<Input> files;
  auto entry = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code status;
    if (is_hidden(entry->path())) {
      if (entry->is_directory(status)) entry.disable_recursion_pending();
    } else if (entry->is_regular_file(status)) {
      files.push_back({entry->path().string(), without_ending(entry->path().lexically_relative(folder)), false});
    }
  }
  std::sort(files.begin(), files.end(), [](const Input& a, const Input& b) { return a.path < b.path; });
  return files;
}

std::deque<Input> files_in(const std::shared_ptr<ZipArchive>& archive, const Input& around) {
  std::deque<Input> out;
  const std::string front = around.depth > 0 ? around.id + "/" : "";
  for (size_t i = 0; i < archive->files().size(); ++i) {
    const std::string& name = archive->files()[i].name;
    out.push_back({around.path + "/" + name, front + without_ending(name), false, false, archive, i, around.depth + 1});
  }
  return out;
}

}  // namespace depeche::text
