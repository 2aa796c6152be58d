//! Cases that are over, or that the resident only reads.

use behorig_case_types::Ready;
use behorig_cases::rules::Kind;

use super::story::From::{Child, HandedOut, Nora, Resident};
use super::story::{Step, Story};
use super::when::When::{Ago, Day};

/// Answered and closed, withdrawn, and begun anew by a reply.
pub(crate) fn closed() -> Vec<Story> {
    use Ready::{BookAppointment, Certificate, ChangeAppointment, CommentsAndComplaints, ContactMe, RenewPrescription};
    vec![
        Story::ready(Nora, RenewPrescription, Day(9, 7, 30), &[("medicines", "Desloratadin 5 mg"), ("left", "week")])
            .to(Day(9, 9, 0), 1)
            .answered(Day(8, 10, 12), "renewed", "Hej {namn}!\n\nReceptet är förnyat för ett år. Du kan hämta medicinen på vilket apotek som helst.")
            .read(Day(8, 12, 2)),
        Story::ready(Nora, ContactMe, Day(2, 7, 50), &[("about", "test-results"), ("message", "Jag lämnade järnprov förra veckan. Hur såg det ut?")])
            .to(Day(2, 8, 12), 0)
            .answered(Day(1, 11, 30), "answer", "Hej {namn}!\n\nDina järnvärden har blivit bättre men är fortfarande lite låga. Fortsätt med tabletterna i tre månader, så tar vi ett nytt prov då."),
        Story::ready(Child, ContactMe, Day(8, 20, 0), &[("message", "Kan Wilma få vaccin mot vattkoppor hos er?")])
            .to(Day(7, 8, 30), 0)
            .answered(Day(7, 13, 0), "answer", "Hej!\n\nJa, det går bra. Hon behöver två doser med minst sex veckor emellan. Boka tid här, så hjälper vi er.")
            .read(Day(7, 21, 15)),
        Story::ready(Resident(0), BookAppointment, Day(10, 8, 0), &[("reason", "Ont i halsen i en vecka och svårt att svälja.")])
            .to(Day(10, 8, 30), 0)
            .answered(Day(10, 9, 10), "booked", "Hej {namn}!\n\nDu har fått en tid hos distriktssköterskan i dag klockan 14.30. Ta med legitimation.")
            .read(Day(10, 9, 25)),
        Story::ready(Resident(35), ChangeAppointment, Day(6, 7, 0), &[("what", "cancel"), ("why-cancel", "ill"), ("whom", "Provtagning")])
            .to(Day(6, 8, 10), 0)
            .answered(Day(6, 8, 20), "cancelled", "Hej {namn}!\n\nTiden är avbokad. Krya på dig, och boka en ny tid när du är frisk.")
            .read(Day(6, 9, 0)),
        Story::ready(Resident(36), RenewPrescription, Day(9, 18, 0), &[("medicines", "Metformin 500 mg"), ("left", "month")])
            .for_group(Day(8, 9, 0))
            .answered(Day(7, 14, 0), "test-needed", "Hej {namn}!\n\nInnan vi förnyar behöver du ta ett blodsockerprov. Du kan komma till laboratoriet utan tid, vardagar 7.30 till 10.")
            .read(Day(6, 6, 45)),
        Story::ready(Resident(37), RenewPrescription, Day(8, 11, 0), &[("medicines", "Zopiklon 5 mg"), ("left", "none")])
            .to(Day(8, 13, 0), 1)
            .answered(Day(7, 9, 0), "not-renewed", "Hej {namn}!\n\nJag vill inte förnya sömntabletterna utan att vi har pratat. De är tänkta för en kort tid. Boka en tid, så hittar vi ett sätt som håller längre.")
            .read(Day(7, 9, 40)),
        Story::ready(Resident(38), Certificate, Day(10, 13, 0), &[("kind", "child-care"), ("why", "Försäkringskassan vill ha intyg från åttonde dagen.")])
            .to(Day(9, 8, 0), 1)
            .answered(Day(8, 16, 0), "written", "Hej {namn}!\n\nIntyget är klart och skickat till Försäkringskassan."),
        Story::ready(Resident(39), Certificate, Day(9, 15, 0), &[("kind", "vaccination"), ("why", "Intyg om gula febern till en resa i vår.")])
            .to(Day(8, 8, 0), 0)
            .answered(Day(8, 10, 0), "not-written", "Hej {namn}!\n\nVi kan inte skriva intyget, eftersom du fick vaccinet på en annan mottagning. Den som gav dig sprutan skriver också intyget.")
            .read(Day(8, 12, 0)),
        Story::ready(Resident(40), CommentsAndComplaints, Day(10, 20, 0), &[("kind", "suggestion"), ("about", "premises"), ("what", "Det saknas en plats för barnvagnar vid entrén.")])
            .to(Day(9, 10, 0), 0)
            .answered(Day(8, 9, 0), "thanks", "Hej {namn}!\n\nTack för ditt förslag, det är bra. Vi ställer i ordning en plats till höger om dörren.")
            .read(Day(7, 20, 0)),
        Story::ready(Resident(41), ContactMe, Day(7, 10, 0), &[("message", "Jag har ringt 1177 som sa att jag skulle höra av mig till er om min fot.")])
            .to(Day(7, 11, 0), 3)
            .answered(Day(6, 9, 30), "we-call", "Hej {namn}!\n\nJag ringer dig i dag mellan klockan 13 och 14 på det nummer som du har angett.")
            .read(Day(6, 9, 45)),
        Story::own(HandedOut(0), Day(8, 9, 0), &[("how", "well"), ("pain", "1"), ("wound", "dry"), ("words", "Allt känns bra. Jag går längre promenader för varje dag.")])
            .to(Day(8, 10, 0), 0)
            .answered(Day(8, 13, 0), "as-it-should", "Hej {namn}!\n\nVad roligt att höra! Det låter som det ska. Du kan ta bort det sista förbandet på fredag.")
            .read(Day(8, 15, 0)),
        Story::ready(Resident(42), ContactMe, Day(6, 14, 0), &[("about", "referral"), ("message", "Remissen till röntgen har gått ut. Kan jag få en ny?")])
            .to(Day(5, 8, 0), 1)
            .then(Day(5, 9, 0), Step::Partial("Hej {namn}!\n\nJag tittar på det och svarar i dag."))
            .answered(Day(5, 15, 0), "answer", "Hej {namn}!\n\nEn ny remiss är skickad. Kallelsen brukar komma inom två veckor.")
            .read(Day(5, 15, 35)),
        Story::ready(Resident(43), ContactMe, Day(8, 8, 0), &[("message", "Hur ofta ska jag ta om mina prover för sköldkörteln?")])
            .to(Day(8, 9, 0), 1)
            .answered(Day(7, 10, 0), "answer", "Hej {namn}!\n\nEn gång om året räcker, eftersom dina värden har varit jämna. Vi kallar dig.")
            .read(Day(7, 11, 0))
            .then(Day(2, 9, 30), Step::Reply("Hej igen! Jag har blivit mycket tröttare de senaste veckorna. Ska jag ta proverna redan nu?")),
        Story::ready(Resident(44), BookAppointment, Day(5, 17, 0), &[("reason", "Stukade foten på träningen."), ("how", "visit")])
            .then(Day(4, 6, 30), Step::Withdraw),
        Story::ready(Nora, ChangeAppointment, Day(6, 21, 0), &[("what", "change"), ("whom", "Provtagning"), ("new-wish", "Tidigt på morgonen")])
            .then(Day(6, 21, 30), Step::Withdraw),
    ]
}

/// What staff told residents, read and unread.
pub(crate) fn told() -> Vec<Story> {
    const FLU: &str = "Hej {namn}!\n\nNu kan du vaccinera dig mot influensa hos oss. Kom utan tid på tisdagar och torsdagar mellan klockan 13 och 16. Ta med legitimation och en tröja med korta ärmar.";
    const MOVED: &str =
        "Hej {namn}!\n\nLaboratoriet flyttar till våning 2 den första i nästa månad. Ta hissen till höger om kassan.";
    vec![
        Story::staff(Kind::Information, 0, Nora, Day(1, 14, 0), "Vaccin mot influensa", FLU),
        Story::staff(Kind::Information, 0, Resident(3), Day(1, 14, 1), "Vaccin mot influensa", FLU).read(Ago(80)),
        Story::staff(Kind::Information, 0, Resident(8), Day(1, 14, 2), "Vaccin mot influensa", FLU),
        Story::staff(Kind::Information, 0, Resident(15), Day(3, 14, 0), "Laboratoriet flyttar", MOVED).read(Day(3, 18, 0)),
        Story::staff(Kind::Information, 0, Resident(26), Day(3, 14, 1), "Laboratoriet flyttar", MOVED),
        Story::staff(Kind::Question, 0, Resident(6), Day(8, 10, 0), "Går det bra att en student är med?", "Hej {namn}!\n\nVi har läkarstudenter hos oss i höst. Går det bra att en student är med på ditt besök? Svara här i ärendet.")
            .read(Day(8, 12, 0))
            .then(Day(7, 12, 0), Step::Reply("Ja, det går fint."))
            .then(Day(7, 13, 0), Step::Close),
    ]
}
/// A quieter clinic.
pub(crate) fn few() -> Vec<Story> {
    use Ready::{BookAppointment, ChangeAppointment, ContactMe};
    vec![
        Story::ready(Resident(0), BookAppointment, Ago(120), &[("reason", "Ont i nacken efter en vurpa på cykeln. Jag kan röra den men blir stel på kvällen."), ("how", "visit")]),
        Story::ready(Resident(1), ContactMe, Day(1, 10, 0), &[("message", "Övningen med gummibandet gör ont i tummen. Ska jag hoppa över den?")]),
        Story::ready(Resident(2), ChangeAppointment, Day(2, 12, 0), &[("what", "change"), ("new-wish", "Gärna tidigt på dagen")]).to(Day(2, 13, 0), 0),
        Story::ready(Resident(3), BookAppointment, Day(3, 8, 0), &[("reason", "Återbesök för min axel, enligt vad vi kom överens om.")])
            .to(Day(3, 9, 0), 1)
            .then(Day(2, 9, 0), Step::Ask("Hej {namn}!\n\nHur långt upp kan du lyfta armen nu utan att det gör ont?")),
        Story::ready(Resident(4), ContactMe, Day(7, 8, 0), &[("message", "Hur länge ska jag fortsätta med övningarna när det känns bra?")])
            .to(Day(7, 9, 0), 0)
            .answered(Day(6, 10, 0), "answer", "Hej {namn}!\n\nFortsätt tre gånger i veckan i sex veckor till. Sedan räcker en gång i veckan för att hålla styrkan.")
            .read(Day(6, 12, 0)),
        Story::staff(Kind::Information, 0, Resident(5), Day(2, 15, 0), "Stängt i mellandagarna", "Hej {namn}!\n\nVi har stängt mellan jul och nyår. Behöver du vård då, ring 1177."),
    ]
}
