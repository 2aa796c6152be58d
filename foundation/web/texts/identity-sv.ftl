
# Vad som är fel med ett nummer, ett namn eller en adress
identity-number-kind-personal = Personnummer
identity-number-kind-coordination = Samordningsnummer
identity-number-kind-reserve = Reservnummer
identity-number-empty = Fyll i personnumret.
identity-number-too-long = Skriv bara personnumret, med 10 eller 12 siffror.
identity-number-not-digits = Personnumret får bara innehålla siffror och ett bindestreck eller plustecken.
identity-number-unicode-digits = Skriv personnumret med siffrorna 0 till 9.
identity-number-wrong-length = Personnumret ska ha 10 eller 12 siffror. Kontrollera att ingen saknas.
identity-number-impossible-date = Datumet i personnumret finns inte. Kontrollera de första siffrorna.
identity-number-future-date = Födelsedatumet i personnumret har inte varit än. Kontrollera årtalet.
identity-number-impossible-birth-number = De fyra sista siffrorna kan inte börja med 000. Kontrollera dem.
identity-number-wrong-check-digit = Personnumret stämmer inte. Kontrollera att alla siffror är rätt.
identity-number-wrong-sign = Ett plustecken betyder att personen fyller 100 år eller mer. Skriv bindestreck eller hela födelseåret.
identity-number-unknown-form = Numret är varken ett personnummer, ett samordningsnummer eller ett reservnummer.

hsa-id-empty = Fyll i HSA-id.
hsa-id-too-long = HSA-id får ha högst 31 tecken.
hsa-id-unicode-digits = Skriv HSA-id med siffrorna 0 till 9.
hsa-id-forbidden-character = HSA-id får bara innehålla A–Z, siffror och ett bindestreck. Å, Ä och Ö används inte.
hsa-id-missing-hyphen = HSA-id saknar bindestreck. Det ser ut så här: SE2321000016-1ABC.
hsa-id-wrong-beginning = HSA-id ska börja med SE och tio siffror. Det ser ut så här: SE2321000016-1ABC.
hsa-id-wrong-organisation-number = Organisationsnumret i HSA-id stämmer inte. Kontrollera siffrorna efter SE.
hsa-id-missing-local-part = HSA-id är inte helt. Det ska stå något efter bindestrecket.

organisation-number-empty = Fyll i organisationsnumret.
organisation-number-too-long = Skriv bara organisationsnumret, med tio siffror.
organisation-number-not-digits = Organisationsnumret får bara innehålla siffror och ett bindestreck.
organisation-number-unicode-digits = Skriv organisationsnumret med siffrorna 0 till 9.
organisation-number-wrong-length = Organisationsnumret ska ha tio siffror.
organisation-number-personal-number = Det här är ett personnummer. Fyll i organisationens nummer.
organisation-number-wrong-check-digit = Organisationsnumret stämmer inte. Kontrollera att alla siffror är rätt.

phone-empty = Fyll i telefonnumret.
phone-too-long = Skriv bara telefonnumret.
phone-forbidden-character = Telefonnumret får bara innehålla siffror, mellanslag, bindestreck och ett plustecken först.
phone-unicode-digits = Skriv telefonnumret med siffrorna 0 till 9.
phone-missing-area-code = Telefonnumret ska börja med 0 eller med plustecken och landskod.
phone-too-few-digits = Telefonnumret har för få siffror. Kontrollera att ingen saknas.
phone-too-many-digits = Telefonnumret har för många siffror.
phone-not-mobile = Det är inget mobilnummer. Svenska mobilnummer börjar med 070, 072, 073, 076 eller 079.

email-empty = Fyll i e-postadressen.
email-too-long = E-postadressen är för lång. Den får ha högst 254 tecken.
email-missing-at = E-postadressen saknar @. Den ser ut så här: namn@exempel.se.
email-forbidden-character = E-postadressen innehåller ett tecken som inte kan användas, till exempel mellanslag eller å, ä, ö före @.
email-wrong-local-part = Kontrollera det som står före @ i e-postadressen.
email-wrong-domain = Kontrollera det som står efter @ i e-postadressen. Det ser ut så här: namn@exempel.se.

user-name-empty = Fyll i användarnamnet.
user-name-too-short = Användarnamnet ska ha minst 2 tecken.
user-name-too-long = Användarnamnet får ha högst 64 tecken.
user-name-forbidden-character = Användarnamnet får innehålla bokstäver, siffror, punkt, bindestreck, understreck och @.

person-name-empty = Fyll i namnet.
person-name-too-long = Namnet får ha högst 100 tecken.
person-name-control-character = Ta bort tecken som inte syns i namnet. De följer ibland med när man klistrar in.
person-name-direction-mark = Ta bort tecknet som ändrar skrivriktning i namnet.
