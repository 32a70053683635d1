package org.yutang.demo;

import java.time.LocalDate;

/// One row of the demo's file. Words are those of a county's own lists.
///
/// @param relation to the head, such as 户主
/// @param schooling 文化程度
/// @param health 健康状况
/// @param labour 劳动能力
/// @param student 在校生状况; empty where not at school
/// @param workMonths months of work away from home in the year
record SyntheticPerson(
    String number,
    String name,
    boolean male,
    LocalDate born,
    String relation,
    String idNumber,
    String schooling,
    String health,
    String labour,
    String student,
    int workMonths) {}
