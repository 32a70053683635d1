package org.yutang.programme;

import org.yutang.programme.definition.Definitions;

/// A definition before it is installed: whoever writes one has it checked here, without a server.
public final class DefinitionFile {

  private DefinitionFile() {}

  /// Reads it as strictly as the start of a server does. Refuses with the codes of
  /// [ProgrammeRefusal] that name file, line and column.
  ///
  /// @param file what messages call it
  public static Programme read(String file, String text) {
    return Definitions.read(file, text).programme();
  }
}
