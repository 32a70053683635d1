package org.yutang.programme;

import java.util.UUID;

/// The event of a claim that is to be paid, or to be tried again.
record ClaimApproved(UUID claim) {
  static final String TOPIC = "programme.claim-approved";
}
