#include "base/bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace depeche {
namespace {

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

struct Mapping {
  void* begin = nullptr;
  size_t size = 0;
  ~Mapping() {
    if (begin) ::munmap(begin, size);
  }
};

tl::unexpected<Error> system_fault(const std::filesystem::path& path) {
  const int number = errno;
  return fail(number == ENOENT ? Error::Code::NotFound : Error::Code::Unreadable, std::strerror(number),
              {path.string()});
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

}  // namespace

Result<Bytes> map_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) return system_fault(path);
  struct stat status {};
  if (::fstat(file.number, &status) != 0) return system_fault(path);
  if (!S_ISREG(status.st_mode)) return fail(Error::Code::Unreadable, "not a regular file", {path.string()});
  const auto size = static_cast<size_t>(status.st_size);
  if (size == 0) return Bytes();
  // Its pages are in memory already as a rule: to map them all at once is cheaper than one by one.
  void* const begin = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.number, 0);
  if (begin == MAP_FAILED) return system_fault(path);
  auto mapping = std::make_shared<Mapping>();
  mapping->begin = begin;
  mapping->size = size;
  return Bytes(std::move(mapping), {static_cast<const char*>(begin), size});
}

void release_pages(const Bytes& bytes) {
  if (bytes.size() > 0) ::madvise(const_cast<char*>(bytes.data()), bytes.size(), MADV_DONTNEED);
}

Result<void> write_file_atomically(const std::filesystem::path& path, const std::vector<std::string_view>& pieces) {
  std::string name = path.string() + ".XXXXXX";
  Descriptor file{::mkstemp(name.data())};
  if (file.number < 0) return system_fault(path);
  bool done = ::fchmod(file.number, 0644) == 0;
  for (size_t i = 0; done && i < pieces.size(); ++i) done = write_all(file.number, pieces[i]);
  done = done && ::fsync(file.number) == 0 && ::rename(name.c_str(), path.c_str()) == 0;
  if (done) return {};
  auto fault = system_fault(path);
  ::unlink(name.c_str());
  return fault;
}

}  // namespace depeche
