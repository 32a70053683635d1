package org.yutang.register;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Brings files of places, households and persons into the register.
public interface Imports {

  /// What kind the job has; its result is an [ImportReport].
  String JOB_KIND = "register.import";

  /// Checks the mapping ([RegisterRefusal#MAPPING_WRONG] names line and column) and submits the
  /// job. The same id again is harmless. Needs `Permission.EDIT_REGISTER` somewhere; rows of other
  /// places come back as bad rows.
  void submit(Actor actor, UUID job, ImportRequest request);

  /// The file of bad rows of an ended import (CSV, UTF-8 with byte order mark), if it had any. Only
  /// for whoever submitted it. Refuses with [RegisterRefusal#UNKNOWN_IMPORT].
  Optional<Path> errors(Actor actor, UUID job);
}
