package org.yutang.programme.cases;

import java.util.UUID;

/// The event of a case for which money or a seat may have to move now.
record CaseMoved(UUID id) {
  static final String TOPIC = "programme.case-moved";
}
