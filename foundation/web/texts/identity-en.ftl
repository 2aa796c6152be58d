
# What is wrong with a number, a name or an address
identity-number-kind-personal = Personal number
identity-number-kind-coordination = Coordination number
identity-number-kind-reserve = Reserve number
identity-number-empty = Fill in the personal number.
identity-number-too-long = Type only the personal number, with 10 or 12 digits.
identity-number-not-digits = The personal number can only have digits and one hyphen or plus sign.
identity-number-unicode-digits = Type the personal number with the digits 0 to 9.
identity-number-wrong-length = The personal number should have 10 or 12 digits. Check that none is missing.
identity-number-impossible-date = The date in the personal number does not exist. Check the first digits.
identity-number-future-date = The date of birth in the personal number has not been yet. Check the year.
identity-number-impossible-birth-number = The last four digits cannot begin with 000. Check them.
identity-number-wrong-check-digit = The personal number is not right. Check every digit.
identity-number-wrong-sign = A plus sign means that the person turns 100 or more. Type a hyphen or the whole year of birth.
identity-number-unknown-form = The number is neither a personal number, a coordination number nor a reserve number.

hsa-id-empty = Fill in the HSA-id.
hsa-id-too-long = The HSA-id can have at most 31 characters.
hsa-id-unicode-digits = Type the HSA-id with the digits 0 to 9.
hsa-id-forbidden-character = The HSA-id can only have A–Z, digits and one hyphen. Å, Ä and Ö are not used.
hsa-id-missing-hyphen = The HSA-id has no hyphen. It looks like this: SE2321000016-1ABC.
hsa-id-wrong-beginning = The HSA-id should begin with SE and ten digits. It looks like this: SE2321000016-1ABC.
hsa-id-wrong-organisation-number = The organisation number in the HSA-id is not right. Check the digits after SE.
hsa-id-missing-local-part = The HSA-id is not whole. Something should follow the hyphen.

organisation-number-empty = Fill in the organisation number.
organisation-number-too-long = Type only the organisation number, with ten digits.
organisation-number-not-digits = The organisation number can only have digits and one hyphen.
organisation-number-unicode-digits = Type the organisation number with the digits 0 to 9.
organisation-number-wrong-length = The organisation number should have ten digits.
organisation-number-personal-number = This is a personal number. Fill in the number of the organisation.
organisation-number-wrong-check-digit = The organisation number is not right. Check every digit.

phone-empty = Fill in the telephone number.
phone-too-long = Type only the telephone number.
phone-forbidden-character = The telephone number can only have digits, spaces, hyphens and a plus sign first.
phone-unicode-digits = Type the telephone number with the digits 0 to 9.
phone-missing-area-code = The telephone number should begin with 0 or with a plus sign and a country code.
phone-too-few-digits = The telephone number has too few digits. Check that none is missing.
phone-too-many-digits = The telephone number has too many digits.
phone-not-mobile = That is not a mobile number. Swedish mobile numbers begin with 070, 072, 073, 076 or 079.

email-empty = Fill in the e-mail address.
email-too-long = The e-mail address is too long. It can have at most 254 characters.
email-missing-at = The e-mail address has no @. It looks like this: name@example.com.
email-forbidden-character = The e-mail address has a character that cannot be used, such as a space, or å, ä, ö before the @.
email-wrong-local-part = Check what stands before the @ in the e-mail address.
email-wrong-domain = Check what stands after the @ in the e-mail address. It looks like this: name@example.com.

user-name-empty = Fill in the user name.
user-name-too-short = The user name should have at least 2 characters.
user-name-too-long = The user name can have at most 64 characters.
user-name-forbidden-character = The user name can have letters, digits, full stops, hyphens, underscores and @.

person-name-empty = Fill in the name.
person-name-too-long = The name can have at most 100 characters.
person-name-control-character = Remove characters that cannot be seen from the name. They sometimes come along when you paste.
person-name-direction-mark = Remove the mark that changes the writing direction from the name.
