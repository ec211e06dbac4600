package org.xinfu.trust.cli;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.markup.ClosedXml;

/** XML, PEM, JWS and JSON text as trees. XML is read without DTDs and entities. */
final class TextView {
  private static final int MAX_DEPTH = 64;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");
  private static final Pattern URL_SAFE = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int MOST_SIGNATURES = 100;

  private TextView() {}

  static List<Node> pem(String text) {
    List<Node> blocks = new ArrayList<>();
    Matcher matcher = PEM.matcher(text);
    while (matcher.find() && blocks.size() < 100) {
      try {
        byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
        boolean secret = matcher.group(1).contains("PRIVATE");
        blocks.add(
            secret
                ? Node.leaf(matcher.group(1), "not shown")
                : Node.of(matcher.group(1), BinaryView.der(Bytes.of(der))));
      } catch (IllegalArgumentException e) {
        blocks.add(Node.damaged(matcher.group(1) + " is no Base64"));
      }
    }
    return blocks;
  }

  /** Compact and JSON forms, SD-JWT with its disclosures. */
  static List<Node> jws(String text) {
    List<Node> nodes = new ArrayList<>();
    if (text.startsWith("{")) {
      nodes.addAll(encoded(text));
      nodes.add(json("JSON", text));
      return nodes;
    }
    String[] presented = text.split("~", -1);
    String[] parts = presented[0].split("\\.", -1);
    for (int i = 0; i < Math.min(parts.length, 5); i++) {
      String name = i == 0 ? "header" : i == parts.length - 1 ? "signature" : "payload";
      nodes.add(segment(name, parts[i]));
    }
    for (int i = 1; i < Math.min(presented.length, Node.MOST / 4); i++) {
      boolean last = i == presented.length - 1;
      if (last && presented[i].contains(".")) {
        nodes.add(Node.of("key binding", jws(presented[i].replace("~", ""))));
      } else if (!presented[i].isEmpty()) {
        nodes.add(segment("disclosure", presented[i]));
      }
    }
    return nodes;
  }

  /** What the JSON forms of JWS (RFC 7515 §7.2) hold in base64url. */
  private static List<Node> encoded(String text) {
    List<Node> nodes = new ArrayList<>();
    try {
      Map<String, ?> all = Json.parseObject(text);
      if (!all.containsKey("signature") && !all.containsKey("signatures")) {
        return List.of();
      }
      if (all.get("payload") instanceof String payload) {
        boolean plain = payload.isEmpty() || !URL_SAFE.matcher(payload).matches();
        nodes.add(plain ? Node.leaf("payload", payload) : segment("payload", payload));
      }
      List<Object> holders = new ArrayList<>(List.of(all));
      if (all.get("signatures") instanceof List<?> list) {
        list.stream().limit(MOST_SIGNATURES).forEach(holders::add);
      }
      for (Object each : holders) {
        if (each instanceof Map<?, ?> map && map.get("protected") instanceof String header) {
          nodes.add(segment("protected", header));
        }
      }
    } catch (JsonException e) {
      // The tree says where it is damaged.
      return List.of();
    }
    return nodes;
  }

  /** A SEQUENCE in bare Base64, as some tools write CMS; empty for any other text. */
  static Optional<Bytes> base64(String text) {
    if (!text.startsWith("MI") || !BASE64.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Bytes.of(Base64.getMimeDecoder().decode(text)));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private static Node segment(String name, String base64url) {
    byte[] octets;
    try {
      octets = Base64.getUrlDecoder().decode(base64url.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Node.damaged(name + " is no base64url");
    }
    String text = new String(octets, StandardCharsets.UTF_8);
    if (text.startsWith("{") || text.startsWith("[")) {
      return json(name, text);
    }
    return Node.leaf(name, octets.length + " octets " + Bytes.of(octets).toHex());
  }

  static Node json(String name, String text) {
    try {
      return tree(name, Json.parse(text));
    } catch (JsonException e) {
      return Node.damaged(name + ": " + e.getMessage());
    }
  }

  private static Node tree(String name, @Nullable Object value) {
    List<Node> children = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, each) -> {
            if (children.size() < Node.MOST) {
              children.add(tree(String.valueOf(key), each));
            }
          });
      return Node.of(name, children);
    }
    if (value instanceof List<?> list) {
      list.stream().limit(Node.MOST).forEach(each -> children.add(tree("-", each)));
      return Node.of(name, children);
    }
    return Node.leaf(name, String.valueOf(value));
  }

  static Node xml(String text) {
    Deque<Open> open = new ArrayDeque<>();
    open.push(new Open("XML"));
    int count = 0;
    try {
      XMLStreamReader reader = ClosedXml.factory().createXMLStreamReader(new StringReader(text));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          open.element().children.add(Node.damaged("a DTD"));
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          if (open.size() > MAX_DEPTH || ++count > Node.MOST) {
            open.element().children.add(beyond(open.size()));
            break;
          }
          open.push(new Open(start(reader)));
        } else if (event == XMLStreamConstants.CHARACTERS && !reader.isWhiteSpace()) {
          open.element().text.append(reader.getText().strip());
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          close(open);
        }
      }
    } catch (XMLStreamException e) {
      open.element().children.add(Node.damaged(String.valueOf(e.getMessage())));
    }
    while (open.size() > 1) {
      close(open);
    }
    return open.pop().node();
  }

  private static Node beyond(int depth) {
    return depth > MAX_DEPTH
        ? Node.damaged("nested deeper than " + MAX_DEPTH + " elements; not shown from here on")
        : Node.leaf(
            "not shown",
            "more than %d elements; inspect shows no more of one XML file. xinfu verify reads it"
                    .formatted(Node.MOST)
                + " whole 元素过多，此处只显示前面部分；xinfu verify 会读完整个文件");
  }

  private static void close(Deque<Open> open) {
    Node done = open.pop().node();
    open.element().children.add(done);
  }

  private static String start(XMLStreamReader reader) {
    StringBuilder name = new StringBuilder(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      name.append(' ').append(reader.getAttributeLocalName(i)).append('=');
      name.append(reader.getAttributeValue(i));
    }
    return name.length() > 300 ? name.substring(0, 300) + "…" : name.toString();
  }

  /** An element that has not ended yet. */
  private static final class Open {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<Node> children = new ArrayList<>();

    private Open(String name) {
      this.name = name;
    }

    private Node node() {
      return Node.of(name, text.toString(), children);
    }
  }
}
