# Schemat
home-care-schedule-title = Kunduppdrag
home-care-schedule-customers = Alla kunder
home-care-schedule-customer = Kund
home-care-schedule-unit = Hemtjänstenhet
home-care-schedule-number = Personnummer
home-care-schedule-period = Period
home-care-schedule-count = Antal veckor
    .hint = 1–52, från den här veckan
    .missing = Skriv hur många veckor schemat ska visa, 1–52.
home-care-schedule-view = Visa som
home-care-schedule-as-table = Tabell
home-care-schedule-as-week = Kalendervecka
home-care-schedule-columns = Kolumner
home-care-schedule-columns-plan = Planen
home-care-schedule-columns-all = Alla kolumner
home-care-schedule-columns-relatives = Det anhöriga ser
home-care-schedule-show = Visa schemat
home-care-schedule-print = Skriv ut tabell
home-care-schedule-pdf = Hämta som PDF
home-care-schedule-pdf-title = Kunduppdrag för { $name }
home-care-schedule-pdf-printed = { $installation }, utskrivet { $time }
home-care-schedule-subscribe = Prenumerera i kalender
home-care-schedule-week = Vecka { $week }, { $dates }
home-care-schedule-today = i dag
home-care-schedule-no-visits = Inga besök.
home-care-schedule-empty = Inga besök är planerade
home-care-schedule-empty-text = Under de här veckorna finns inget besök. Välj fler veckor, eller fråga hemtjänstenheten.
home-care-schedule-no-columns = Enheten visar inget av schemat
home-care-schedule-no-columns-text = Hemtjänstenheten har valt att inte visa någon kolumn av schemat för anhöriga. Fråga enheten om du behöver veta när någon kommer.
home-care-schedule-clock-forward = Natten till { $day } ställs klockan fram en timme: efter 01.59 kommer 03.00.
home-care-schedule-clock-back = Natten till { $day } ställs klockan tillbaka en timme: tiden mellan 02.00 och 03.00 kommer två gånger.
home-care-schedule-summer = { $time } (sommartid)
home-care-schedule-winter = { $time } (vintertid)
home-care-schedule-next-day = { $time } (nästa dag)
home-care-schedule-midnight = 24.00
home-care-schedule-goes-on = { $time }, fortsätter nästa dag
home-care-schedule-from-before = { $time }, från dagen före
home-care-schedule-all-day = { $time }, hela dagen

# Kalenderadresser
home-care-schedule-feed-lead = Med en kalenderadress visar kalendern i din telefon eller dator när besöken är.
home-care-schedule-feed-times = Kalendern visar bara tider. Den säger inte hos vem, vad som ska göras eller vem som kommer.
home-care-schedule-feed-secret = Adressen är hemlig: den som har den ser tiderna. Ge den inte till någon annan.
home-care-schedule-feed-decides = Varje gång kalendern hämtar prövas din behörighet. När den upphör slutar adressen att fungera.
home-care-schedule-feed-make = Skapa kalenderadress
home-care-schedule-feed-no = Schemat kan inte följas med en kalenderadress
home-care-schedule-feed-no-text = Antingen kräver din roll säkrare inloggning än vad en adress kan ge, eller så har enheten valt att inte visa när besöken börjar och slutar.
home-care-schedule-feed-many = Du har redan { $most } kalenderadresser för kunden. Återkalla någon som du inte använder och försök igen.
home-care-schedule-feed-was-made = Kalenderadressen är redan skapad och har visats en gång. Har du den inte kvar, återkalla den och skapa en ny.
    .tone = info
home-care-schedule-feed-address = Din kalenderadress
home-care-schedule-feed-once = Adressen visas bara nu
home-care-schedule-feed-how-copy = Kopiera adressen.
home-care-schedule-feed-how-add = Lägg till en kalender från adress i din kalender. I många kalendrar heter det ”Prenumerera på kalender” eller ”Från webbadress”.
home-care-schedule-feed-how-wait = Kalendern hämtar besöken själv. Hur ofta den gör det bestämmer kalendern; ett besök som flyttas samma dag kanske inte hinner med.
home-care-schedule-feeds = Dina kalenderadresser
home-care-schedule-feed-made = Skapad
home-care-schedule-feed-fetched = Senast hämtad
home-care-schedule-feed-never = Aldrig
home-care-schedule-feed-revoke = Återkalla
home-care-schedule-feed-revoke-title = Återkalla kalenderadressen?
home-care-schedule-feed-revoke-text = Adressen slutar fungera genast. Kalendern som använder den visar inga nya besök.
home-care-schedule-feed-revoked = Kalenderadressen är återkallad.
home-care-schedule-feed-visit = Besök
home-care-schedule-feed-name = Besök från hemtjänsten

# I mobilen
home-care-schedule-phone = Kunduppdrag i mobilen
    .words = Kunduppdragsschema mobil app telefon besök hemtjänst
    .line = Besöken i mobilen, också utan uppkoppling.
home-care-schedule-phone-app = Behörig: besök
home-care-schedule-phone-how = Lägg till sidan på hemskärmen så fungerar den som en app. Det gör du i webbläsarens meny.
home-care-schedule-phone-copy = Du är utan uppkoppling. Så här såg schemat ut
home-care-schedule-phone-old = Schemat som fanns i telefonen är äldre än 24 timmar och har tagits bort. Anslut till internet för att hämta det igen.
home-care-schedule-phone-offline = Ingen uppkoppling
home-care-schedule-phone-nobody = Du har ingen att följa än
home-care-schedule-phone-nobody-text = Den som har hemtjänst bestämmer själv vem som får följa besöken. Be hemtjänstenheten lägga till dig, om kunden har sagt ja.

# Kundens egen sida
home-care-schedule-own = Mina insatser
    .words = hemtjänst besök vem får se anhörig
    .line = När hemtjänsten kommer och vem som får se det.
home-care-schedule-own-lead = När hemtjänsten kommer till dig, och vem som får se dina besök.
home-care-schedule-own-none = Du har ingen hemtjänst här
home-care-schedule-own-none-text = När en hemtjänstenhet har lagt upp dig som kund visas dina besök här.
home-care-schedule-own-visits = Dina besök den här veckan och nästa.
home-care-schedule-own-who = Vem får se mina besök?
home-care-schedule-own-relatives = Anhöriga
home-care-schedule-own-no-relatives = Ingen anhörig får se dina besök.
home-care-schedule-own-name = Namn
home-care-schedule-own-basis = Varför
home-care-schedule-own-from = Från
home-care-schedule-own-to = Till och med
home-care-schedule-own-not-yet = Börjar { $day }
home-care-schedule-own-staff = Personal
home-care-schedule-own-no-staff = Ingen i personalen har behörighet just nu.
home-care-schedule-own-people =
    { $count ->
        [one] en person med rollen { $role }
       *[other] { $count } personer med rollen { $role }
    }
home-care-schedule-own-end = Vill du att en anhörig inte längre ska se dina besök, säg till hemtjänstenheten. Då upphör det genast.
home-care-schedule-basis-consent = Du har samtyckt
home-care-schedule-basis-guardian = God man eller förvaltare
home-care-schedule-basis-power-of-attorney = Fullmakt från dig
home-care-schedule-basis-other = Enhetens beslut

# Hjälp
home-care-schedule-guide = Se och skriva ut en kunds kunduppdrag
home-care-schedule-guide-what = Schemat visar när någon kommer till kunden och vad som ska göras. Anhöriga ser de kolumner som hemtjänstenheten har valt.
home-care-schedule-guide-open = Gå till Kunder och välj Alla kunder. En anhörig ser bara den kund som behörigheten gäller.
home-care-schedule-guide-mark = Öppna kunden och tryck på Kunduppdrag.
home-care-schedule-guide-weeks = Skriv antal veckor, välj tabell eller kalendervecka och tryck på Visa schemat.
home-care-schedule-guide-print = Tryck på Skriv ut tabell, eller på Hämta som PDF för att spara schemat.
home-care-schedule-guide-calendar = Du kan få besöken i din egen kalender.
home-care-schedule-guide-phone = Följa besöken i mobilen
home-care-schedule-guide-phone-what = Sidan Kunduppdrag i mobilen visar besöken den här veckan och nästa för dem du följer.
home-care-schedule-guide-phone-copy = Utan uppkoppling visas det schema som senast hämtades, i högst 24 timmar. När din behörighet upphör eller du loggar ut tas det bort ur telefonen.
home-care-schedule-guide-own = Se dina egna besök och vem som får se dem
