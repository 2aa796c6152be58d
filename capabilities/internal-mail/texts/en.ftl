internal-menu-section = Internal mail
internal-inbox = Internal mail
    .line = Read and answer messages from colleagues.
    .words = Internpost messages mailbox colleagues inbox
internal-new = Write internal mail
    .line = Write to a colleague, a role or a group.
    .words = Internpost new message to colleague reception
internal-sent = Sent internal mail
internal-tab-inbox = { $count ->
    [0] Inbox
   *[other] Inbox ({ $count })
}
internal-tab-sent = Sent
internal-unread = { $count ->
    [0] You have nothing unread.
    [one] You have one unread message.
   *[other] You have { $count } unread messages.
}
internal-unread-card = { $count ->
    [one] 1 unread
   *[other] { $count } unread
}
internal-inbox-none = You have no internal mail
internal-inbox-none-text = What colleagues write to you, to a role that you have or to a group that you are in is shown here.
internal-sent-none = You have sent nothing
internal-sent-none-text = What you write to colleagues is shown here.
internal-shown = { $count ->
    [one] Showing 1 message
   *[other] Showing { $count } messages
}
internal-subject = Subject
    .missing = Write a subject.
internal-from = From
internal-to = To
    .missing = Choose whom it is for.
internal-last = Last
internal-new-mark = New
internal-new-lead = Internal mail is read by those who have the permission Internal mail.
internal-unit = Unit
    .hint = Choose a unit and press Show the unit’s recipients.
internal-other-unit = Show the unit’s recipients
internal-to-prompt = Choose a person, a role or a group
internal-to-persons = Persons
internal-to-roles = Roles
internal-to-groups = Groups
internal-away = { $name } (away)
internal-nobody = Nobody else can read internal mail here
internal-nobody-text = An administrator gives the permission Internal mail under Grants.
internal-body = Message
    .missing = Write a message.
internal-files = Attachments
internal-send = Send
internal-keep = Save draft
internal-thread = Messages
internal-reply = Reply
internal-send-reply = Send reply
internal-readers = Who has read ({ $count })
internal-told-sent = The internal mail is sent.
internal-told-replied = The reply is sent.
internal-told-kept = The draft is saved. It is kept for 90 days.
internal-refusal-nobody = Nobody can read it there just now. Choose another recipient.
internal-written-meanwhile = Somebody has written since you opened the page. Read what is new below. What you wrote is still here: send it again if it still holds.

internal-letter = New internal mail at { $unit }
internal-letter-body =
    You have internal mail at { $unit }.

    Read it: { $link }

    This mail comes from { $installation } and holds nothing of what the internal mail says. It can’t be replied to. Under Personal settings you choose whether you want notices.

internal-guide = Internal mail
internal-guide-what = With internal mail you write to colleagues, with no resident taking part.
internal-guide-open = Open Internal mail and press Write internal mail.
internal-guide-to = Choose a person, a role or a group. If the recipient is at another unit, choose the unit first.
internal-guide-write = Write a subject and a message, and attach files if needed. What you write is saved while you write.
internal-guide-send = Press Send. Replies come back to the same thread.
internal-guide-person = Only that person and you read the thread.
internal-guide-role = Whoever has the role at the unit when the thread is opened reads it. Who gets the role later reads it too, and who loses it no longer does.
internal-guide-group = Whoever is in the group when the thread is opened reads it.
internal-guide-read = Who has read
internal-guide-read-text = At the end of the thread it says who has read it and when. What you have not read stands first in the inbox.
internal-guide-notice = Notices
internal-guide-notice-text = Under Personal settings you choose whether you want a mail when internal mail comes. It does not say what is in it.
