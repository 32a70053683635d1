package org.yutang.programme;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;
import org.yutang.register.PersonRow;

/// The people around cases, for those who may file or see cases without seeing the whole register:
/// names are masked as ever.
public interface CasePeople {

  /// Persons with this whole identity number who live where the actor may `FILE_CASE`; at most 10.
  /// Leaves an audit row for each.
  List<PersonRow> find(Actor actor, String idNumber);

  /// Whom a case is to be about. Refuses with the register's `UNKNOWN_PERSON`, also where the actor
  /// may neither `FILE_CASE` nor `SEE_CASE`.
  PersonRow get(Actor actor, PersonId person);

  /// Whom these cases are about, by person; without those where the actor may not `SEE_CASE`.
  Map<PersonId, PersonRow> of(Actor actor, Collection<Case> cases);

  /// Who may be assigned to a panel of the call, by name. Wants `RUN_PROGRAMME` in the programme's
  /// place.
  List<Judge> judges(Actor actor, CaseCall call, String stage);

  /// @param places where they are judges
  /// @param sheets how many of the stage they have, scored or not
  record Judge(UUID account, String name, List<PlaceCode> places, int sheets) {
    public Judge {
      places = List.copyOf(places);
    }
  }
}
