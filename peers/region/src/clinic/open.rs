//! Cases that wait for somebody, as two weeks at a health centre leave them.

use behorig_case_types::Ready;
use behorig_cases::rules::Kind;

use super::story::From::{Child, Guardian, HandedOut, Nora, Resident};
use super::story::{Hand, Step, Story};
use super::when::When::{Ago, Day};

/// What nobody has been assigned: some of it fresh, some of it older than the promise.
pub(crate) fn received() -> Vec<Story> {
    use Ready::{BookAppointment, Certificate, ChangeAppointment, CommentsAndComplaints, ContactMe, RenewPrescription};
    vec![
        Story::ready(
            Resident(0),
            RenewPrescription,
            Ago(40),
            &[
                ("medicines", "Levaxin 75 mikrogram, en tablett om dagen. Jag har tagit samma dos i tre år."),
                ("left", "week"),
            ],
        ),
        Story::ready(
            Resident(1),
            BookAppointment,
            Ago(95),
            &[
                (
                    "reason",
                    "Jag har haft ont i vänster knä i fem veckor. Det är värst i trappor och när jag har suttit länge.",
                ),
                ("how", "visit"),
                ("time-of-day", "morning"),
            ],
        ),
        Story::ready(
            Resident(2),
            ContactMe,
            Ago(150),
            &[
                ("about", "test-results"),
                ("message", "Jag lämnade blodprov i förra veckan och undrar om svaren har kommit."),
            ],
        ),
        Story::ready(
            Nora,
            ContactMe,
            Ago(210),
            &[
                ("about", "medicine"),
                ("message", "Kan jag ta min allergimedicin samtidigt som antibiotikan jag fick i tisdags?"),
            ],
        ),
        Story::ready(
            Resident(3),
            ChangeAppointment,
            Ago(330),
            &[
                ("what", "change"),
                ("booked-time", "9.40"),
                ("whom", "Distriktssköterskan"),
                ("new-wish", "Helst någon dag efter klockan 15, jag arbetar skift."),
            ],
        ),
        Story::ready(
            Child,
            BookAppointment,
            Ago(400),
            &[
                (
                    "reason",
                    "Wilma har haft hosta i tre veckor, mest på nätterna. Hon är pigg på dagarna och har ingen feber.",
                ),
                ("how", "any"),
            ],
        ),
        Story::ready(
            Resident(4),
            BookAppointment,
            Day(1, 19, 42),
            &[("reason", "Ett födelsemärke på ryggen har blivit större och mörkare sedan i somras."), ("how", "visit")],
        ),
        Story::ready(
            Resident(5),
            Certificate,
            Day(1, 16, 5),
            &[
                ("kind", "travel"),
                (
                    "why",
                    "Vi fick avboka vår resa när jag låg inne. Resebolaget vill ha ett intyg på att jag inte kunde resa.",
                ),
                ("receiver", "Resebolaget"),
            ],
        ),
        Story::ready(
            Resident(6),
            CommentsAndComplaints,
            Day(1, 13, 20),
            &[
                ("kind", "praise"),
                ("about", "manner"),
                (
                    "what",
                    "Jag vill tacka sköterskan som tog emot mig i måndags. Hon såg att jag var orolig och tog sig tid.",
                ),
            ],
        ),
        Story::ready(
            Resident(7),
            RenewPrescription,
            Day(1, 8, 15),
            &[("medicines", "Omeprazol 20 mg och Metoprolol 50 mg."), ("left", "month")],
        ),
        Story::ready(
            Resident(8),
            ContactMe,
            Day(4, 21, 10),
            &[
                ("about", "referral"),
                (
                    "message",
                    "Jag skulle få en remiss till ögonkliniken men har inte hört något. Kan ni se om den har skickats?",
                ),
            ],
        ),
        Story::ready(
            Resident(9),
            BookAppointment,
            Day(4, 10, 33),
            &[("reason", "Jag sover dåligt sedan flera månader och behöver prata med någon om det."), ("how", "phone")],
        ),
        Story::ready(
            Resident(10),
            Certificate,
            Day(5, 14, 2),
            &[
                ("kind", "other"),
                ("other-kind", "Intyg för idrottslov"),
                ("why", "Jag har brutit foten och skolan vill ha ett intyg för idrotten."),
            ],
        ),
        Story::ready(
            Resident(11),
            ContactMe,
            Day(7, 9, 12),
            &[(
                "message",
                "Mitt eksem på händerna kommer tillbaka varje höst. Finns det något starkare än salvan jag har?",
            )],
        )
        .to(Day(6, 9, 0), 3)
        .then(Day(5, 8, 40), Step::HandBack("Hud, inte rörelseapparat. Passar bättre hos läkare.", true)),
    ]
}

/// What somebody has, or a group, and has not answered yet.
pub(crate) fn assigned() -> Vec<Story> {
    use Ready::{BookAppointment, Certificate, ChangeAppointment, CommentsAndComplaints, ContactMe, RenewPrescription};
    vec![
        Story::ready(Resident(12), ContactMe, Day(1, 7, 55), &[("message", "Mitt blodtryck hemma ligger runt 150/90 på morgnarna. Ska jag vänta till kontrollen i januari?")]).to(Day(1, 9, 5), 1),
        Story::ready(Resident(13), BookAppointment, Day(2, 18, 30), &[("reason", "Yrsel när jag reser mig upp, sedan ungefär en vecka."), ("sought-before", "no")]).to(Day(1, 8, 10), 0),
        Story::ready(Resident(14), BookAppointment, Day(3, 12, 48), &[("reason", "Ryggskott som inte vill ge sig. Jag skulle vilja träffa fysioterapeut."), ("how", "visit")]).to(Day(2, 8, 30), 3),
        Story::ready(Resident(15), ContactMe, Day(5, 11, 0), &[("about", "test-results"), ("message", "Kan någon förklara vad mitt kolesterolvärde betyder? Jag ser siffran men förstår den inte.")]).to(Day(4, 9, 15), 1).then(Day(4, 9, 40), Step::Open),
        Story::ready(Resident(16), ChangeAppointment, Day(1, 10, 20), &[("what", "cancel"), ("why-cancel", "well"), ("whom", "Läkarbesök")]).to(Day(1, 10, 50), 0),
        Story::ready(Resident(17), CommentsAndComplaints, Day(6, 20, 15), &[("kind", "complaint"), ("about", "access"), ("what", "Jag ringde fyra dagar i rad och kom inte fram. Till slut åkte jag hem från jobbet för att stå i kö."), ("better", "Fler tider för uppringning på morgonen.")]).to(Day(5, 10, 0), 0),
        Story::ready(Resident(18), ContactMe, Day(6, 8, 5), &[("message", "Hur länge ska jag använda stödstrumpan?")])
            .to(Day(5, 8, 20), 3)
            .then(Day(4, 13, 0), Step::PassOn(Hand::One(0), "Frågan gäller såret, inte träningen. Kan du ta den?")),
        Story::own(HandedOut(1), Day(2, 15, 25), &[("how", "worse"), ("pain", "6"), ("wound", "red"), ("words", "Det är rött och varmt runt stygnen sedan i går. Jag har ingen feber.")]).to(Day(1, 8, 5), 0),
        Story::ready(Resident(19), RenewPrescription, Day(1, 6, 50), &[("medicines", "Atorvastatin 20 mg"), ("left", "week")]).for_group(Day(1, 8, 45)),
        Story::ready(Resident(20), RenewPrescription, Day(2, 22, 14), &[("medicines", "Candesartan 8 mg och Amlodipin 5 mg"), ("left", "none")]).for_group(Day(1, 8, 46)),
        Story::ready(Resident(21), RenewPrescription, Day(4, 17, 30), &[("medicines", "Escitalopram 10 mg"), ("left", "month"), ("effects", "yes"), ("which-effects", "Muntorrhet, men det går att leva med.")]).for_group(Day(3, 9, 0)),
        Story::ready(Resident(22), Certificate, Day(3, 13, 13), &[("kind", "sick-leave"), ("extension", "yes"), ("work", "Undersköterska"), ("why", "Förlängning av min sjukskrivning. Jag klarar fortfarande inte att lyfta.")]).for_group(Day(2, 9, 30)),
        Story::ready(Resident(23), Certificate, Day(9, 10, 0), &[("kind", "disability"), ("why", "Ansökan om parkeringstillstånd. Jag kan gå högst hundra meter.")]).to(Day(8, 9, 0), 2),
        Story::ready(Resident(24), ContactMe, Day(8, 16, 20), &[("about", "medicine"), ("message", "Jag mår illa av den nya tabletten. Ska jag fortsätta?")]).to(Day(7, 9, 20), 2),
        Story::ready(Resident(25), BookAppointment, Day(7, 7, 40), &[("reason", "Hälsokontroll inför nytt arbete."), ("how", "visit")]).to(Day(6, 9, 10), 2),
    ]
}

/// What has been answered in part, or waits for the resident.
pub(crate) fn under_way() -> Vec<Story> {
    use Ready::{BookAppointment, Certificate, CommentsAndComplaints, ContactMe, RenewPrescription};
    vec![
        Story::ready(Resident(26), ContactMe, Day(4, 8, 0), &[("about", "test-results"), ("message", "Har svaret på odlingen kommit?")])
            .to(Day(4, 9, 30), 1)
            .then(Day(3, 10, 0), Step::Partial("Hej {namn}!\n\nProvet är framme på laboratoriet. Svaret brukar ta tre till fem dagar. Jag hör av mig så fort det kommer."))
            .read(Day(3, 12, 31)),
        Story::ready(Resident(27), Certificate, Day(6, 12, 0), &[("kind", "driving"), ("why", "Läkarintyg till Transportstyrelsen för körkort C."), ("receiver", "Transportstyrelsen")])
            .to(Day(5, 9, 0), 1)
            .then(Day(4, 15, 20), Step::Partial("Hej {namn}!\n\nVi har börjat med ditt intyg. Synundersökningen är bokad på torsdag klockan 13.15, sedan kan vi skriva klart.")),
        Story::ready(Resident(28), CommentsAndComplaints, Day(8, 19, 0), &[("kind", "complaint"), ("about", "information"), ("what", "Jag fick två olika besked om när jag skulle ta mina prover.")])
            .to(Day(7, 9, 0), 0)
            .then(Day(6, 11, 0), Step::Partial("Hej {namn}!\n\nTack för att du berättade, och förlåt att det blev otydligt. Jag tar reda på vad som hände och återkommer till dig i nästa vecka."))
            .read(Day(6, 17, 48)),
        Story::own(HandedOut(2), Day(5, 9, 0), &[("how", "as-expected"), ("pain", "3"), ("wound", "wet"), ("words", "Det vätskar lite på kvällen men inte mer än sköterskan sa.")])
            .to(Day(5, 10, 0), 0)
            .then(Day(4, 9, 0), Step::Partial("Hej {namn}!\n\nDet du beskriver är vanligt den första veckan. Byt förband en gång om dagen. Jag frågar doktorn om du behöver komma hit och hör av mig igen."))
            .read(Day(4, 9, 50)),
        Story::ready(Nora, BookAppointment, Day(3, 20, 5), &[("reason", "Jag får ofta huvudvärk på eftermiddagarna och undrar om det är synen eller något annat."), ("how", "any")])
            .to(Day(2, 8, 15), 1)
            .then(Day(2, 14, 40), Step::Ask("Hej {namn}!\n\nTack för ditt ärende. För att vi ska boka rätt tid vill jag veta lite mer:\n\n- Hur många dagar i veckan har du ont?\n- Hjälper det med vila eller värktablett?\n- När kontrollerade du synen senast?\n\nSvara här i ärendet.")),
        Story::ready(Resident(29), RenewPrescription, Day(5, 8, 0), &[("medicines", "Den vita tabletten för blodtrycket")])
            .to(Day(5, 9, 0), 0)
            .then(Day(5, 11, 0), Step::Ask("Hej {namn}!\n\nVad står det på förpackningen, och vilken styrka är det? Du har två olika recept för blodtrycket hos oss."))
            .read(Day(4, 7, 30)),
        Story::ready(Guardian, ContactMe, Day(4, 12, 0), &[("message", "Behöver jag fylla på vaccinet mot fästing innan sommaren?")])
            .to(Day(4, 13, 0), 0)
            .then(Day(3, 9, 0), Step::Ask("Hej {namn}!\n\nHur många doser har du tagit, och ungefär vilket år tog du den senaste?")),
        Story::ready(Resident(30), BookAppointment, Day(7, 15, 0), &[("reason", "Ont i axeln när jag lyfter armen."), ("sought-before", "yes"), ("sought-where", "Hos er för två år sedan")])
            .to(Day(6, 8, 0), 3)
            .then(Day(6, 10, 0), Step::Ask("Hej {namn}!\n\nGör det ont även på natten, och strålar smärtan ut i armen?"))
            .read(Day(6, 18, 0))
            .then(Day(5, 7, 20), Step::Reply("Ja, jag vaknar av det när jag vänder mig. Det strålar inte, det sitter mest på utsidan.")),
        Story::ready(Resident(31), ContactMe, Day(6, 9, 0), &[("about", "referral"), ("message", "Kan jag få en remiss till dietist?")])
            .to(Day(6, 10, 0), 1)
            .then(Day(5, 9, 0), Step::Ask("Hej {namn}!\n\nVad är det du vill ha hjälp med hos dietisten?")),
        Story::staff(Kind::Question, 0, Resident(32), Day(5, 10, 0), "Passar det bättre med telefonbesök?", "Hej {namn}!\n\nDu har en tid hos oss för uppföljning. Går det lika bra att vi ringer dig i stället? Svara här i ärendet.")
            .read(Day(5, 16, 0))
            .then(Day(4, 8, 0), Step::Reply("Ja tack, det går jättebra. Ring helst efter klockan 16.")),
        Story::staff(Kind::Question, 1, Nora, Day(7, 9, 0), "Hur går det med den nya medicinen?", "Hej {namn}!\n\nDu har nu tagit den nya medicinen i två veckor. Har du märkt någon skillnad, och har du några besvär av den? Svara här i ärendet.")
            .read(Day(7, 18, 20))
            .then(Day(6, 7, 45), Step::Reply("Hej! Jag sover bättre och har mindre ont. Lite torr i munnen, annars inga besvär.")),
        Story::staff(Kind::Question, 0, Resident(33), Day(2, 13, 0), "Vilket datum tog du senaste dosen?", "Hej {namn}!\n\nVi går igenom vaccinationer. Vilket datum tog du din senaste dos mot stelkramp? Svara här i ärendet.")
            .read(Day(2, 19, 30)),
        Story::staff(Kind::Question, 1, Resident(34), Day(1, 15, 0), "Vill du stå kvar i kön till hjärtgruppen?", "Hej {namn}!\n\nEn plats i vår träningsgrupp för hjärtat har blivit ledig. Vill du ha den? Svara senast på fredag."),
    ]
}
