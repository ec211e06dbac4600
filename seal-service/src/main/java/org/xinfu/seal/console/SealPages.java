package org.xinfu.seal.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.ProblemAnswers;
import org.xinfu.seal.domain.Page;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.Sealings;
import org.xinfu.seal.domain.Seals;
import org.xinfu.seal.register.ChangeSealState;
import org.xinfu.seal.use.SealingForm;
import org.xinfu.seal.use.UseSeal;
import org.xinfu.seal.web.CurrentPerson;
import org.xinfu.trust.Bytes;

/** The register in the browser: look, suspend, resume, use on an uploaded file. */
@Controller
@RequestMapping("/console/seals")
class SealPages {
  private static final int ROWS = 50;
  private static final int USES = 20;
  private final Seals seals;
  private final Sealings sealings;
  private final ChangeSealState change;
  private final UseSeal use;
  private final ProblemAnswers problems;

  SealPages(
      Seals seals,
      Sealings sealings,
      ChangeSealState change,
      UseSeal use,
      ProblemAnswers problems) {
    this.seals = seals;
    this.sealings = sealings;
    this.change = change;
    this.use = use;
    this.problems = problems;
  }

  @GetMapping
  String list(Model model) {
    model.addAttribute("seals", seals.list(new Page(0, ROWS), CurrentPerson.looking()));
    return "console/seals";
  }

  @GetMapping("/{esId}")
  String one(@PathVariable String esId, Authentication login, Model model) {
    Seal seal = seal(esId, CurrentPerson.looking());
    model.addAttribute("seal", seal);
    model.addAttribute("since", ConsoleClock.shown(seal.since()));
    model.addAttribute("validFrom", ConsoleClock.shown(seal.version().validFrom()));
    model.addAttribute("validTo", ConsoleClock.shown(seal.version().validTo()));
    model.addAttribute(
        "uses",
        sealings.latest(esId, USES).stream()
            .map(u -> new Use(ConsoleClock.shown(u.at()), u.person(), u.matter(), u.documentSm3()))
            .toList());
    Rights rights = new Rights(login);
    boolean keeper = rights.mayKeep();
    model.addAttribute("maySuspend", keeper && seal.suspended().isPresent());
    model.addAttribute("mayResume", keeper && seal.resumed().isPresent());
    model.addAttribute("mayUse", rights.mayUse() && seal.suspended().isPresent());
    return "console/seal";
  }

  @GetMapping(path = "/{esId}/picture.png", produces = MediaType.IMAGE_PNG_VALUE)
  ResponseEntity<byte[]> picture(@PathVariable String esId) {
    return ResponseEntity.ok(seal(esId, CurrentPerson.looking()).version().png().toArray());
  }

  @PostMapping("/{esId}/{wish:suspend|resume}")
  String change(
      @PathVariable String esId,
      @PathVariable String wish,
      @RequestParam(defaultValue = "") String reason,
      Authentication login,
      RedirectAttributes flash,
      Locale language) {
    new Rights(login).require(new Rights(login).mayKeep());
    Seal asked = seal(esId, CurrentPerson.administering());
    try {
      ChangeSealState.Wish wanted = ChangeSealState.Wish.valueOf(wish.toUpperCase(Locale.ROOT));
      Seal changed = change.change(asked.esId(), wanted, CurrentPerson.get(), reason);
      flash.addFlashAttribute("done", changed.state().name());
    } catch (Refused no) {
      flash.addFlashAttribute("refusal", problems.sentence(no.refusal(), language));
    }
    return "redirect:/console/seals/" + esId;
  }

  /** The sealed file as a download, or the page again with what was refused. */
  @PostMapping("/{esId}/use")
  Object use(
      @PathVariable String esId,
      UseForm form,
      Authentication login,
      RedirectAttributes flash,
      Locale language) {
    new Rights(login).require(new Rights(login).mayUse());
    seal(esId, CurrentPerson.using());
    try {
      UseSeal.Sealed sealed =
          use.use(form.sealing(esId), Bytes.of(form.file().getBytes()), CurrentPerson.using());
      ContentDisposition name =
          ContentDisposition.attachment()
              .filename("sealed." + sealed.kind().name().toLowerCase(Locale.ROOT))
              .build();
      return ResponseEntity.ok()
          .header("Content-Disposition", name.toString())
          .contentType(MediaType.parseMediaType(sealed.kind().mediaType()))
          .body(sealed.content().toArray());
    } catch (Refused no) {
      flash.addFlashAttribute("refusal", problems.sentence(no.refusal(), language));
      return "redirect:/console/seals/" + esId;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Seal seal(String esId, Reach reach) {
    return seals
        .find(esId)
        .filter(found -> reach.covers(found.request()))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /** What the form asks. */
  record UseForm(
      MultipartFile file,
      String matter,
      String businessSerial,
      int page,
      double xMm,
      double yMm,
      String pdfAlgorithm) {
    /** The API's form; a browser that skips the page's own checks is refused here. */
    SealingForm sealing(String esId) {
      if (matter.isBlank() || businessSerial.isBlank() || page < 1 || xMm < 0 || yMm < 0) {
        throw new Refused(CommonRefusal.REQUEST_INVALID);
      }
      return new SealingForm(
          esId,
          matter,
          businessSerial,
          List.of(new SealingForm.Place(page, xMm, yMm)),
          "WHOLE",
          pdfAlgorithm,
          null);
    }
  }

  /** A line of the uses. */
  record Use(String at, String person, String matter, String documentSm3) {}
}
