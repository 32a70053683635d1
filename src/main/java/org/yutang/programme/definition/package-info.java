/// What programmes are and where they run: reads `programme.yaml` strictly, compiles its rules,
/// decides on facts, keeps old definitions. Start reading at [Definitions]; [CaseKinds] reads what
/// a programme's cases are like.
@NullMarked
package org.yutang.programme.definition;

import org.jspecify.annotations.NullMarked;
