# cmake --install BUILD: the library alone, component nlp.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/depeche)
set_target_properties(depeche_nlp PROPERTIES EXPORT_NAME nlp)
set_target_properties(depeche_base PROPERTIES EXPORT_NAME base)
install(TARGETS depeche_base depeche_nlp EXPORT depeche
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT nlp
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${PROJECT_SOURCE_DIR}/include/depeche/nlp.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/depeche COMPONENT nlp)
install(EXPORT depeche FILE depeche-targets.cmake NAMESPACE depeche:: DESTINATION ${package} COMPONENT nlp)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/depeche-config.cmake.in
  ${PROJECT_BINARY_DIR}/depeche-config.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/depeche-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/depeche-config.cmake ${PROJECT_BINARY_DIR}/depeche-config-version.cmake
  DESTINATION ${package} COMPONENT nlp)
