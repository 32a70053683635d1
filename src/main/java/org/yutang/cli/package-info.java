/// The `yutang` verbs.
@NullMarked
package org.yutang.cli;

import org.jspecify.annotations.NullMarked;
