package org.yutang.register;

/// What a person is to the head of their household.
public enum Relation {
  HEAD,
  SPOUSE,
  CHILD,
  CHILD_IN_LAW,
  PARENT,
  PARENT_IN_LAW,
  GRANDCHILD,
  GRANDPARENT,
  SIBLING,
  OTHER,
  UNKNOWN
}
