# depeche_embed(OUT FILE): writes a source with the bytes of web/dist and of the API's description, for serve/assets.h.
function(depeche_embed out)
  set(dist ${PROJECT_SOURCE_DIR}/web/dist)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${dist}/*)
  list(SORT files)
  list(APPEND files ${PROJECT_SOURCE_DIR}/src/serve/openapi.json)
  set(number 0)
  set(symbols "")
  set(entries "")
  foreach(file ${files})
    file(RELATIVE_PATH name ${dist} ${file})
    if(name MATCHES "^\\.\\./")
      get_filename_component(name ${file} NAME)
    endif()
    string(APPEND symbols
      "asm(\".section .rodata\\n.balign 16\\n.hidden depeche_asset_${number}\\n.global depeche_asset_${number}\\n"
      "depeche_asset_${number}:\\n.incbin \\\"${file}\\\"\\n.hidden depeche_asset_${number}_end\\n"
      ".global depeche_asset_${number}_end\\ndepeche_asset_${number}_end:\\n.byte 0\\n.previous\\n\");\n"
      "extern \"C\" const char depeche_asset_${number}[], depeche_asset_${number}_end[];\n")
    string(APPEND entries
      "      {\"${name}\", {depeche_asset_${number}, static_cast<size_t>(depeche_asset_${number}_end - depeche_asset_${number})}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(CONCAT source
    "#include \"serve/assets.h\"\n\n${symbols}\nnamespace depeche::serve {\n\nconst std::vector<Asset>& assets() {\n"
    "  static const std::vector<Asset> kAll = {\n${entries}  };\n  return kAll;\n}\n\n}  // namespace depeche::serve\n")
  file(CONFIGURE OUTPUT ${out} CONTENT "${source}" @ONLY)
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS "${files}")
endfunction()
