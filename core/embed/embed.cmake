# embed(NAME OUT FILE...): writes OUT, a C file with `const struct embedded NAME[]`: each file's name without
# folder and ending, its text, and its length; the last entry has a null name. See core/embed/embed.h.
function(embed NAME OUT)
  add_custom_command(
    OUTPUT ${OUT}
    COMMAND ${CMAKE_COMMAND} -DNAME=${NAME} -DOUT=${OUT} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/core/embed/files.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/core/embed/files.cmake
    COMMENT "embedding ${NAME}" VERBATIM)
endfunction()
