package org.yutang.programme.trial;

import java.util.Set;
import java.util.function.Consumer;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Replay;
import org.yutang.programme.definition.Definition;

/// What one engine has decided, tried again. Reads only; asks nobody's permission.
public interface Replaying {

  /// Hands out everything that was decided in these counties under the programme of the definition,
  /// whether or not it comes out differently; without reasons where it does not.
  void replay(Definition definition, Set<PlaceCode> counties, Consumer<Replay.Difference> each);
}
