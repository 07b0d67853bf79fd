// ISO 3166-1: three capitals, then two, of each country; names come from the browser, in the page's language.
const codes = (
  "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD ANTAN AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ " +
  "BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC " +
  "CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM " +
  "DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH " +
  "GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM " +
  "INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA " +
  "LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML " +
  "MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL " +
  "NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE " +
  "ROURO RUSRU RWARW SAUSA SCGCS SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR " +
  "SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW " +
  "TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS XKXXK YEMYE ZAFZA ZMBZM ZWEZW "
).trim();

const two = new Map(codes.split(" ").map((pair) => [pair.slice(0, 3), pair.slice(3)]));
const special: Record<string, Record<string, string>> = {
  fr: { UNO: "ONU", EUR: "Union européenne", IGO: "organisations entre États", NGO: "ONG", IMG: "groupes armés internationaux", MNC: "multinationales" },
  en: { UNO: "UN", EUR: "European Union", IGO: "bodies between states", NGO: "NGOs", IMG: "international armed groups", MNC: "multinationals" },
};
const names: Record<string, Intl.DisplayNames> = {};
const told = new Map<string, string>(); // a map asks for thousands

/** "UKR" -> "Ukraine"; what is no country's code stays as it is. */
export function countryName(code: string | null | undefined, language: string): string {
  if (!code) return "";
  const given = special[language]?.[code];
  if (given) return given;
  const short = two.get(code);
  if (!short) return code;
  const key = language + code;
  if (!told.has(key)) {
    names[language] ??= new Intl.DisplayNames([language], { type: "region" });
    told.set(key, names[language].of(short) ?? code);
  }
  return told.get(key)!;
}

const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Letters and name of every country, in the order of the names. */
export function countryList(language: string): [string, string][] {
  const all = [...two.keys(), "UNO", "EUR"].map((code): [string, string] => [code, countryName(code, language)]);
  return all.sort((a, b) => a[1].localeCompare(b[1], language));
}

// Each list of places asks for dozens, so names are made bare once.
const known = new Map<string, string>();
function codeOf(name: string): string | undefined {
  if (!known.size) {
    for (const language of ["fr", "en"]) {
      for (const code of [...two.keys(), "UNO", "EUR"]) {
        const key = bare(countryName(code, language));
        if (!known.has(key)) known.set(key, code);
      }
    }
  }
  return known.get(bare(name));
}

/** "ukraine" -> "UKR", in any of the page's languages; what names no country stays as it is. */
export function countryCode(given: string): string {
  if (/^[A-Z]{3}$/.test(given)) return given;
  const found = codeOf(given);
  if (found) return found;
  return two.has(given.toUpperCase()) ? given.toUpperCase() : given;
}
