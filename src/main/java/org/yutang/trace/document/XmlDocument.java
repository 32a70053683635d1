package org.yutang.trace.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.TraceRefusal;

/// An XML document, read by StAX. No document type declaration and no entity is ever looked at.
final class XmlDocument implements EventDocument {

  private static final XMLInputFactory FACTORY = factory();

  private static final Set<String> ROOTS =
      Set.of(
          "{urn:epcglobal:epcis:xsd:2}EPCISDocument",
          "{urn:epcglobal:epcis-query:xsd:2}EPCISQueryDocument");

  private final Path file;
  private final Map<String, String> namespaces = new HashMap<>();
  private final Set<String> ignored = new HashSet<>();

  private XmlDocument(Path file) {
    this.file = file;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
    return factory;
  }

  static XmlDocument open(Path file) throws IOException {
    XmlDocument document = new XmlDocument(file);
    document.run(null);
    return document;
  }

  @Override
  public Map<String, String> namespaces() {
    return namespaces;
  }

  @Override
  public Set<String> ignored() {
    return ignored;
  }

  @Override
  public void read(Sink sink) throws IOException {
    run(sink);
  }

  /// @param sink null to read the head only
  private void run(@org.jspecify.annotations.Nullable Sink sink) throws IOException {
    int[] index = {0};
    XMLStreamReader xml = null;
    try (InputStream bytes = Files.newInputStream(file)) {
      xml = FACTORY.createXMLStreamReader(bytes);
      toElement(xml);
      readRoot(xml);
      while (true) {
        int next = xml.next();
        if (next == XMLStreamConstants.END_DOCUMENT) return;
        if (next == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("EventList"))
          return;
        if (next != XMLStreamConstants.START_ELEMENT) continue;
        String name = xml.getLocalName();
        switch (name) {
          case "EPCISBody", "QueryResults", "resultsBody" -> {}
          case "EventList" -> {
            if (sink == null) return;
            readEvents(xml, index, sink);
            return;
          }
          case "ignoreFields" -> readIgnored(xml);
          default -> XmlParts.skip(xml);
        }
      }
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      throw new Refusal(
          TraceRefusal.MALFORMED, Map.of("path", "$[" + index[0] + "]", "line", line));
    } finally {
      close(xml);
    }
  }

  private static void close(@org.jspecify.annotations.Nullable XMLStreamReader xml)
      throws IOException {
    try {
      if (xml != null) xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void toElement(XMLStreamReader xml) throws XMLStreamException {
    while (xml.next() != XMLStreamConstants.START_ELEMENT)
      if (xml.getEventType() == XMLStreamConstants.DTD)
        throw new Refusal(
            TraceRefusal.DTD_REFUSED, Map.of("line", xml.getLocation().getLineNumber()));
  }

  private void readRoot(XMLStreamReader xml) {
    String root = XmlParts.fullName(xml.getNamespaceURI(), xml.getLocalName());
    if (!ROOTS.contains(root)) {
      String namespace = String.valueOf(xml.getNamespaceURI());
      throw namespace.startsWith("urn:epcglobal:epcis")
          ? new Refusal(TraceRefusal.UNKNOWN_CONTEXT, Map.of("context", root))
          : notADocument(xml.getLocalName());
    }
    String version = xml.getAttributeValue(null, "schemaVersion");
    if (version == null || !version.matches("2(\\.\\d+)*")) throw notADocument("@schemaVersion");
    String created = xml.getAttributeValue(null, "creationDate");
    if (created == null) throw notADocument("@creationDate");
    Part.time(created, "@creationDate");
    XmlParts.declare(xml, namespaces);
  }

  private void readIgnored(XMLStreamReader xml) throws XMLStreamException {
    while (xml.next() != XMLStreamConstants.END_ELEMENT)
      if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
        ignored.add(XmlParts.fullName(xml.getNamespaceURI(), xml.getLocalName()));
        XmlParts.skip(xml);
      }
  }

  private void readEvents(XMLStreamReader xml, int[] index, Sink sink) throws XMLStreamException {
    XmlParts parts = new XmlParts(xml, namespaces);
    // where version 1 wrapped events, they are read as if it had not
    while (xml.next() != XMLStreamConstants.END_ELEMENT) {
      if (xml.getEventType() != XMLStreamConstants.START_ELEMENT) continue;
      String type = XmlParts.fullName(xml.getNamespaceURI(), xml.getLocalName());
      if (type.equals("extension")) {
        readEvents(xml, index, sink);
        continue;
      }
      Event event = null;
      try {
        Map<String, @org.jspecify.annotations.Nullable Object> values = parts.event(type);
        event = EventReader.read(new Part(values, "$", new Part.Form(true, namespaces)));
      } catch (Refusal why) {
        parts.finish();
        sink.refused(index[0], why);
      }
      if (event != null) sink.event(index[0], event);
      index[0]++;
    }
  }

  private static Refusal notADocument(String path) {
    return new Refusal(TraceRefusal.NOT_A_DOCUMENT, Map.of("path", path));
  }
}
