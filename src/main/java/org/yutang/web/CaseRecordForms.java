package org.yutang.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseDraft;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.store.Photos;

/// Forms of a granted case that bring photos: things that have come, entries of a log.
@Component
class CaseRecordForms {

  private static final String ITEM = "item-";

  private final Cases cases;
  private final CaseScenes scenes;
  private final Access access;
  private final Photos photos;

  CaseRecordForms(Cases cases, CaseScenes scenes, Access access, Photos photos) {
    this.cases = cases;
    this.scenes = scenes;
    this.access = access;
    this.photos = photos;
  }

  /// How many of each thing; empty ones are left out.
  static Map<String, Integer> items(Map<String, String> typed) {
    Map<String, Integer> items = new HashMap<>();
    typed.forEach(
        (name, text) -> {
          if (!name.startsWith(ITEM) || text.isBlank()) return;
          String item = name.substring(ITEM.length());
          items.put(
              item,
              Asked.number(text.strip())
                  .orElseThrow(
                      () -> new Refusal(ProgrammeRefusal.BAD_ANSWER, Map.of("field", item))));
        });
    return items;
  }

  /// Photos that came along are kept in the form even if it is refused.
  void take(
      Actor actor,
      UUID file,
      String step,
      MultiValueMap<String, String> fields,
      Map<String, String> typed,
      List<MultipartFile> upload)
      throws IOException {
    access.require(actor, Permission.FILE_CASE, cases.get(actor, file).village());
    List<String> sent = new ArrayList<>(fields.getOrDefault("photo", List.of()));
    for (MultipartFile photo : upload == null ? List.<MultipartFile>of() : upload)
      if (!photo.isEmpty() && sent.size() < CaseDraft.MAX_PHOTOS)
        sent.add(photos.put(photo.getInputStream()).id());
    typed.put("photos", String.join(",", sent));
    if (step.equals("receive"))
      cases.receive(
          actor,
          file,
          Asked.number(typed.getOrDefault("version", "")).orElse(0),
          items(typed),
          sent,
          scenes.today());
    else {
      String name = typed.getOrDefault("log", "");
      CaseKind.Log log =
          cases.kind(actor, file).logs().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new Refusal(WebRefusal.BAD_ADDRESS));
      cases.log(
          actor,
          file,
          Asked.id(typed.getOrDefault("key", "")),
          name,
          CaseForms.answers(log.fields(), typed),
          sent,
          scenes.today());
    }
  }
}
