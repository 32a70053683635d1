package org.yutang.incubation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.market.Shelf;
import org.yutang.market.Shop;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;

/// Writes stories down and forgets them.
@Component
class SqlStories implements Stories {

  private static final int LONGEST_NAME = 40;
  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_HOW = 200;

  private final Desk desk;
  private final Shelf shelf;
  private final Cases cases;

  SqlStories(Desk desk, Shelf shelf, Cases cases) {
    this.desk = desk;
    this.shelf = shelf;
    this.cases = cases;
  }

  @Override
  public Story tell(Actor actor, New told) {
    Shop shop = shelf.shop(told.shop());
    desk.require(actor, Permission.INCUBATE, shop.county());
    if (told.consentHow().isBlank() || told.consentOn().isAfter(desk.today()))
      throw new Refusal(IncubationRefusal.NO_CONSENT);
    told.programmeCase().ifPresent(id -> requireFit(cases.get(actor, id), shop));
    New story =
        new New(
            told.id(),
            told.shop(),
            told.programmeCase(),
            Desk.words("called", told.called(), LONGEST_NAME),
            Desk.both("text", told.text(), LONGEST_TEXT),
            told.consentOn(),
            Desk.words("consentHow", told.consentHow(), LONGEST_HOW));
    try {
      return desk.transactions.call(
          () -> {
            Optional<Story> there = find("id = :id and withdrawn_at is null", story.id());
            Story asked =
                new Story(story.id(), story.shop(), shop.county(), story.called(), story.text());
            if (there.isPresent()) return Desk.same(there, asked, story.id());
            if (withdrawn(story.id())) throw Desk.reused(story.id());
            insert(actor, story, shop.county());
            return asked;
          });
    } catch (DuplicateKeyException e) {
      throw new Refusal(IncubationRefusal.STORY_THERE);
    }
  }

  private static void requireFit(Case of, Shop shop) {
    boolean fits =
        of.programme().text().equals(PROGRAMME)
            && of.kind().equals("path")
            && of.county().equals(shop.county())
            && (of.state() == Case.State.APPROVED
                || of.state() == Case.State.GRANTED
                || of.state() == Case.State.COMPLETED);
    if (!fits) throw new Refusal(IncubationRefusal.CASE_UNFIT);
  }

  private void insert(Actor actor, New story, PlaceCode county) {
    desk.sql
        .sql(
            """
            insert into incubation.story (id, shop, county, programme_case, called, text_zh, text_en, consent_on, consent_how, account, at)
            values (:id, :shop, :county, :case, :called, :zh, :en, :on, :how, :account, :at)
            """)
        .param("id", story.id())
        .param("shop", story.shop())
        .param("county", county.text())
        .param("case", story.programmeCase().orElse(null))
        .param("called", story.called())
        .param("zh", story.text().zh())
        .param("en", story.text().en())
        .param("on", story.consentOn())
        .param("how", story.consentHow())
        .param("account", actor.account())
        .param("at", Desk.utc(desk.now()))
        .update();
    // the audit keeps what is written there, so no name and no word of the story
    desk.record(actor, "incubation.story-told", county, story.id(), Map.of());
  }

  @Override
  public void withdraw(Actor actor, UUID id) {
    PlaceCode county =
        desk.sql
            .sql("select county from incubation.story where id = :id")
            .param("id", id)
            .query((row, _) -> Desk.place(row, "county"))
            .optional()
            .orElseThrow(() -> Desk.unknown("story", id));
    desk.require(actor, Permission.INCUBATE, county);
    desk.transactions.run(
        () -> {
          int gone =
              desk.sql
                  .sql(
                      """
                      update incubation.story set withdrawn_at = :at, called = '', text_zh = '', text_en = '', consent_how = '',
                        programme_case = null where id = :id and withdrawn_at is null
                      """)
                  .param("at", Desk.utc(desk.now()))
                  .param("id", id)
                  .update();
          if (gone == 1) desk.record(actor, "incubation.story-withdrawn", county, id, Map.of());
        });
  }

  private boolean withdrawn(UUID id) {
    return desk.sql
        .sql("select exists (select from incubation.story where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  @Override
  public List<Story> shown(Optional<PlaceCode> county) {
    return desk.sql
        .sql(
            """
            select * from incubation.story where withdrawn_at is null and (:county::text is null or county = :county)
            order by at desc, id limit 200
            """)
        .param("county", county.map(PlaceCode::text).orElse(null))
        .query((row, _) -> story(row))
        .list();
  }

  @Override
  public Optional<Story> ofShop(UUID shop) {
    return find("shop = :id and withdrawn_at is null", shop);
  }

  private Optional<Story> find(String condition, UUID id) {
    return desk.sql
        .sql("select * from incubation.story where " + condition)
        .param("id", id)
        .query((row, _) -> story(row))
        .optional();
  }

  private static Story story(ResultSet row) throws SQLException {
    return new Story(
        row.getObject("id", UUID.class),
        row.getObject("shop", UUID.class),
        Desk.place(row, "county"),
        row.getString("called"),
        Desk.text(row, "text"));
  }
}
