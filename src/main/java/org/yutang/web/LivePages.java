package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Knocks;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.live.Live;
import org.yutang.live.LiveRefusal;
import org.yutang.live.Room;
import org.yutang.live.RtmpServer;
import org.yutang.market.Product;
import org.yutang.market.Shelf;
import org.yutang.store.Json;

/// Live rooms for everybody: the list, the picture, what is sold and said; and the door at which
/// the RTMP server asks who may publish.
@Controller
class LivePages {

  private static final int SHOWN = 50;
  private static final int MOST_SAID = 150;
  private static final int MOST_LIKED = 300;
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

  private final Live live;
  private final LiveTold told;
  private final Shelf shelf;
  private final MarketNames names;
  private final BuyerKeys keys;
  private final Knocks knocks;
  private final SecurityPages pages;
  private final Clock clock;
  private final String secret;
  private final String folder;

  LivePages(
      Live live,
      LiveTold told,
      Shelf shelf,
      MarketNames names,
      BuyerKeys keys,
      Knocks knocks,
      SecurityPages pages,
      Clock clock,
      @Value("${yutang.live-secret:}") String secret,
      @Value("${yutang.live-folder:}") String folder) {
    this.live = live;
    this.told = told;
    this.shelf = shelf;
    this.names = names;
    this.keys = keys;
    this.knocks = knocks;
    this.pages = pages;
    this.clock = clock;
    this.secret = secret;
    this.folder = folder;
  }

  @GetMapping("/market/live")
  View list(Screen s, HttpServletRequest request) {
    LocalDate today = BusinessDay.of(clock.instant());
    LocalDate next = today.withDayOfMonth(15);
    if (next.isBefore(today)) next = next.plusMonths(1);
    return s.page(
        "live-list", new LiveView.Listed(live.list(), next.toString(), keys.inCart(request)));
  }

  @GetMapping("/market/live/{id}")
  View room(
      Screen s, HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    return shown(s, request, response, HttpStatus.OK, Asked.id(id), "");
  }

  private View shown(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      HttpStatus status,
      UUID id,
      String problem) {
    Room room = live.get(id);
    List<Product> goods = goods(room.shop());
    String source = source(room);
    String origin = source.startsWith("https:") ? " " + origin(source) : "";
    response.setHeader(
        "Content-Security-Policy",
        pages.policy() + "; media-src 'self' blob:" + origin + "; connect-src 'self'" + origin);
    return s.page(
        status,
        "live-room",
        new LiveView.Watched(
            room,
            shelf.shop(room.shop()),
            source,
            goods,
            names.of(s, goods, java.util.stream.Stream.of()),
            live.said(id, SHOWN),
            live.chapters(id),
            told.viewers(id),
            s.freshKey(),
            problem,
            keys.inCart(request)));
  }

  private List<Product> goods(UUID shop) {
    return shelf
        .find(
            new Shelf.Query(
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.of(shop),
                Optional.empty(),
                Optional.empty(),
                false,
                new Page.Wanted(1, SHOWN)))
        .products()
        .items();
  }

  private static String source(Room room) {
    if (room.state() == Room.State.ENDED) return room.replay();
    if (!room.playback().isEmpty()) return room.playback();
    return room.onAir() ? "/market/live/" + room.id() + "/hls/index.m3u8" : "";
  }

  private static String origin(String source) {
    URI uri = URI.create(source);
    return "https://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  /// A piece of the picture that the RTMP server has written.
  @GetMapping("/market/live/{id}/hls/{file}")
  ResponseEntity<byte[]> piece(@PathVariable String id, @PathVariable String file)
      throws IOException {
    boolean list = file.equals("index.m3u8");
    if (folder.isEmpty() || !(list || file.matches("[0-9]{1,15}\\.ts")))
      throw new Refusal(WebRefusal.BAD_ADDRESS);
    Path path = Path.of(folder, Asked.id(id).toString(), file);
    if (!Files.isRegularFile(path)) throw new Refusal(WebRefusal.BAD_ADDRESS);
    return ResponseEntity.ok()
        .contentType(
            MediaType.parseMediaType(list ? "application/vnd.apple.mpegurl" : "video/mp2t"))
        .header("Cache-Control", list ? "no-store" : "public, max-age=60")
        .body(Files.readAllBytes(path));
  }

  @PostMapping("/market/live/{id}/say")
  View say(
      Screen s,
      HttpServletRequest request,
      HttpServletResponse response,
      @PathVariable String id,
      @RequestParam Map<String, String> typed) {
    UUID room = Asked.id(id);
    requireOurs(request);
    try {
      knocks.use(SecurityPeer.of(request), "live-say", MOST_SAID);
      live.get(room);
      live.say(
          room,
          Asked.id(typed.getOrDefault("key", "")),
          viewer(request, response),
          typed.getOrDefault("name", ""),
          typed.getOrDefault("text", ""));
      return Screen.go("/market/live/" + room + "#chat");
    } catch (Refusal refusal) {
      return shown(
          s, request, response, Mishaps.status(refusal.code().kind()), room, s.refusal(refusal));
    }
  }

  @PostMapping("/market/live/{id}/like")
  View like(HttpServletRequest request, HttpServletResponse response, @PathVariable String id) {
    UUID room = Asked.id(id);
    requireOurs(request);
    knocks.use(SecurityPeer.of(request), "live-like", MOST_LIKED);
    live.get(room);
    live.like(room, viewer(request, response), 1);
    return Screen.go("/market/live/" + room);
  }

  private static void requireOurs(HttpServletRequest request) {
    if (!CartPages.isOurs(request)) throw new Refusal(AccessRefusal.FORM_EXPIRED);
  }

  private UUID viewer(HttpServletRequest request, HttpServletResponse response) {
    return Uuids.named("live.viewer", keys.enter(request, response));
  }

  /// What changes while somebody looks.
  @GetMapping("/market/live/{id}/events")
  void events(
      Screen s, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    UUID room = Asked.id(id);
    live.get(room);
    String address = SecurityPeer.of(request).address();
    told.enter(room, address);
    try {
      response.setContentType("text/event-stream");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      tell(s, room, response.getWriter());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      told.leave(room, address);
    }
  }

  private void tell(Screen s, UUID room, PrintWriter out) throws InterruptedException {
    long end = System.nanoTime() + LONGEST;
    String before = "";
    for (int second = 0; System.nanoTime() < end && !out.checkError(); second++) {
      String now = json(s, told.now(room));
      if (!now.equals(before)) out.write("retry: 3000\nevent: room\ndata: " + now + "\n\n");
      else if (second % 15 == 0) out.write(": still here\n\n");
      before = now;
      out.flush();
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static String json(Screen s, LiveTold.Now now) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("viewers", s.n(now.viewers()));
    facts.put("likes", s.n(now.room().likes()));
    facts.put(
        "mark",
        now.room().state() + " " + now.room().pinned() + now.room().coupon() + now.room().onAir());
    facts.put(
        "said",
        now.said().stream().map(each -> Map.of("name", each.name(), "text", each.text())).toList());
    return Json.write(facts);
  }

  /// The RTMP server asks whether a stream may begin, says that it goes on, or that it is over. The
  /// answer renames the stream to the room's id, so that its key is in no address.
  @PostMapping("/live/hook")
  ResponseEntity<String> hook(HttpServletRequest request, @RequestParam Map<String, String> typed) {
    String given = typed.getOrDefault("secret", "");
    boolean knows =
        RtmpServer.isSecret(secret)
            && MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
    String key = typed.getOrDefault("name", "");
    if (!SecurityPeer.of(request).local() || !knows || !key.matches("[0-9a-f]{48}"))
      throw new Refusal(LiveRefusal.NOT_PUBLISHING);
    String connection = typed.getOrDefault("clientid", "");
    if (!connection.matches("[0-9]{1,20}")) throw new Refusal(LiveRefusal.NOT_PUBLISHING);
    switch (typed.getOrDefault("call", "")) {
      case "publish" -> {
        Room room = live.publish(key, connection);
        return ResponseEntity.status(HttpStatus.FOUND)
            .header("Location", room.id().toString())
            .build();
      }
      case "update_publish" -> live.stillPublishes(key, connection);
      case "publish_done" -> live.publishDone(key, connection);
      default -> throw new Refusal(LiveRefusal.NOT_PUBLISHING);
    }
    return ResponseEntity.ok("");
  }
}
