/// The graph of goods that events draw: what became of what, and what lay in what, when. It is read
/// from events as they are asked for, level by level, each level in one go; nothing is worked out
/// beforehand that a late event could make wrong.
@NullMarked
package org.yutang.trace.graph;

import org.jspecify.annotations.NullMarked;
