#include "engine/fingerprint.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche::engine {

namespace fs = std::filesystem;

Result<std::string> fingerprint(const fs::path& folder, const fs::path& more) {
  std::vector<std::pair<std::string, fs::path>> named;
  std::error_code error;
  for (const fs::path& layer : layers_of(folder)) {
    for (fs::recursive_directory_iterator at(layer, error), end; !error && at != end; at.increment(error)) {
      if (at->path().filename().string().starts_with('.'))
        at.disable_recursion_pending();
      else if (at->is_regular_file(error))
        named.emplace_back(at->path().lexically_relative(layer).generic_string(), at->path());
    }
    if (error) return fail(Error::Code::Unreadable, error.message(), {layer.string()});
  }
  std::sort(named.begin(), named.end());
  if (!more.empty()) named.emplace_back("", more);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (const auto& [name, file] : named) {
    const std::string bytes = DEPECHE_TRY(read_file(file));
    const std::string head = fmt::format("{}\n{}\n", name, bytes.size());
    EVP_DigestUpdate(context.get(), head.data(), head.size());
    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), digest, &size);
  std::string out = "sha256:";
  for (unsigned int i = 0; i < size; ++i) out += fmt::format("{:02x}", digest[i]);
  return out;
}

}  // namespace depeche::engine
