// A folder of resources that holds only additions of one's own, laid over a whole one: what is read from it is read
// from both, the whole one first.
//
//   lay_over("mine", "resources");                          // before anything is loaded from "mine"
//   for (const auto& file : layers_of("mine/plover/types.tsv")) …   // resources/plover/types.tsv,
//   mine/plover/types.tsv
#pragma once

#include <filesystem>
#include <vector>

namespace depeche {

// Holds for the whole process; safe from any thread. Laid anew over another folder, `own` lies over that.
void lay_over(const std::filesystem::path& own, const std::filesystem::path& whole);
// Those of a path's files or folders that exist, the whole folder's first; the path itself where it lies in no folder
// that was laid over another, or nowhere.
std::vector<std::filesystem::path> layers_of(const std::filesystem::path& path);
// The one that counts where only one can: one's own.
std::filesystem::path top_layer(const std::filesystem::path& path);
bool is_in_layers(const std::filesystem::path& path);

}  // namespace depeche
