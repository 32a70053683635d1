package org.yutang.bench;

import java.util.List;
import java.util.function.Consumer;

/// One benchmark, which may take several measures. Implemented as a bean.
interface Bench {

  /// What people type, such as `import`.
  String name();

  /// @param say is told what is going on, for people who wait
  List<Measure> run(Consumer<String> say) throws Exception;
}
