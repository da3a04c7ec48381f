# The comments of the headers as Doxygen wants them: the first is the file's, one before a declaration is its own, one
# behind it too. Bodies of functions are nothing that Doxygen reads. No word in them is markup.
1s|^// |/// @file\n/// |
s|^( *)// |\1/// |
s|([;,]) +// |\1  ///< |
/\/\/\/ /{
  s|([^/])<|\1\&lt;|g
}
