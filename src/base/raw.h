// Plain values as the bytes that they are in memory, one behind another: for files that one machine writes and reads.
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace depeche {

template <class T>
void put(std::string& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Moves on by one value; false where the bytes are too short.
template <class T>
bool take(std::string_view& in, T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (in.size() < sizeof value) return false;
  std::memcpy(&value, in.data(), sizeof value);
  in.remove_prefix(sizeof value);
  return true;
}

}  // namespace depeche
