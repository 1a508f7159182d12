"""The words of handovers: states, reasons, the checklist, and why a step was refused."""

from dashboard.texts import mark

STATES = {
    "planned": mark("Planerad"),
    "offered": mark("Erbjuden"),
    "accepted": mark("Accepterad"),
    "rejected": mark("Nekad"),
    "done": mark("Genomförd"),
    "revoked": mark("Återtagen"),
    "none": mark("Inte planerad"),
}
REASONS = {
    "phase_boundary": mark("ny livsfas"),
    "staff_leaves": mark("barnkontakten slutar"),
    "move": mark("flytt"),
    "school_change": mark("ny skola"),
}
ITEMS = {
    "receiver_named": mark("Mottagare utsedd"),
    "receiver_accepted": mark("Mottagaren har tackat ja"),
    "joint_meeting_held": mark("Gemensamt möte hållet"),
    "child_met_receiver": mark("Barnet har träffat mottagaren"),
    "child_view_recorded": mark("Barnets egen åsikt finns med"),
    "guardian_informed": mark("Vårdnadshavare informerad"),
    "ground_recorded": mark("Rättslig grund för att dela uppgifter finns"),
    "plan_transferred": mark("Planen och lärdomarna är överlämnade"),
    "follow_up_dated": mark("Uppföljning efter överlämning är bokad"),
}
GROUNDS = {
    "consent": mark("samtycke"),
    "necessary_disclosure": mark("nödvändigt utlämnande"),
    "general_clause": mark("generalklausulen"),
    "duty_in_law": mark("uppgiftsskyldighet i lag"),
    "social_services_and_health_care": mark("socialtjänst och hälso- och sjukvård för ett barn"),
}
REFUSED = {
    "adult": mark("Barnet har fyllt 18 år den dagen."),
    "already_accepted": mark("Mottagaren har redan tackat ja."),
    "already_live": mark("Det finns redan en överlämning på gång för barnet."),
    "already_offered": mark("Överlämningen är redan erbjuden."),
    "answer_after_due": mark("Sista svarsdag kan inte vara efter den dag överlämningen gäller från."),
    "answer_passed": mark("Sista svarsdag har redan passerat."),
    "before_birth": mark("Dagen är före barnets födelse."),
    "before_due": mark("Överlämningen kan markeras som genomförd först den dag den gäller från."),
    "before_last_step": mark("Steget är daterat före den senaste ändringen av överlämningen."),
    "changed_meanwhile": mark("Någon har ändrat överlämningen sedan sidan visades. Läs den igen."),
    "consent_not_in_force": mark("Samtycket gäller inte i dag."),
    "follow_up_before_due": mark("Uppföljningen kan inte vara före den dag överlämningen gäller från."),
    "in_future": mark("Ett steg kan inte dateras framåt. Välj dagens datum, eller en tidigare dag."),
    "is_done": mark("Överlämningen är redan genomförd."),
    "is_rejected": mark("Mottagaren har tackat nej. Planera en ny överlämning."),
    "is_revoked": mark("Överlämningen är återtagen."),
    "moved": mark("Barnet har flyttat från kommunen den dagen."),
    "no_due": mark("Överlämningen saknar datum."),
    "not_accepted": mark("Mottagaren har inte tackat ja än."),
    "not_both": mark("Steget kan bara tas av den som lämnar över eller av mottagaren."),
    "not_contact": mark(
        "Bara barnets barnkontakt kan planera en överlämning; finns ingen nu kan den senaste göra det, "
        "och finns inte heller den kvar kan alla som är anställda göra det."
    ),
    "not_offered": mark("Överlämningen är inte erbjuden än."),
    "not_receiver": mark("Steget kan bara tas av mottagaren."),
    "not_sender": mark("Steget kan bara tas av den som lämnar över."),
    "not_successor": mark(
        "Den som lämnar över finns inte kvar, och bara den som kan planera en överlämning av barnet kan ta steget."
    ),
    "not_your_item": mark("Den andra parten bockar av raden."),
    "out_of_time": mark("Ett steg kan bara tas på en dag mellan år 1900 och år 2200."),
    "receiver_not_employed": mark("Mottagaren är inte anställd den dagen."),
    "receiver_without_role": mark("Mottagaren har inte rollen för barnet den dagen."),
    "sender_not_employed": mark("Den som lämnar över är inte anställd."),
    "to_oneself": mark("Mottagaren måste vara någon annan."),
    "too_far": mark("Dagen ligger för långt fram."),
    "too_long": mark("Texten är för lång."),
    "unknown_child": mark("Barnet finns inte längre i lagret."),
    "unknown_consent": mark("Samtycket finns inte, eller gäller inte barnet."),
    "unknown_handover": mark("Överlämningen finns inte längre i lagret."),
    "unknown_item": mark("Checklistan har ingen sådan rad."),
    "unknown_reason": mark("Skälet är inte ett av dem som finns."),
    "unknown_receiver": mark("Välj en mottagare."),
    "unknown_sender": mark("Den som lämnar över finns inte längre i lagret."),
    "unknown_state": mark("Överlämningen har inget känt läge."),
    "unreadable_text": mark("Texten har tecken som inte går att spara."),
}
OTHER = mark("Steget går inte att ta.")
