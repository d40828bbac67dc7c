namespace QuickStart.Server.Answers;

/// <summary>What can be said about one subject: the vocabulary that sentences are made of.</summary>
/// <param name="Keywords">Words of a question that point to this topic.</param>
/// <param name="Things">Noun phrases.</param>
/// <param name="Facts">What is true of a thing; follows a noun phrase.</param>
/// <param name="Reasons">Clauses that may follow "because".</param>
/// <param name="Steps">What to do, in the imperative; <c>{thing}</c> stands for a noun phrase.</param>
internal sealed record Topic(string[] Keywords, string[] Things, string[] Facts, string[] Reasons, string[] Steps)
{
    /// <summary>Gets the topic that a question is about; the last one is about anything.</summary>
    public static Topic For(IReadOnlySet<string> words) =>
        All.MaxBy(topic => topic.Keywords.Count(words.Contains))!;

    // MaxBy takes the first of equals, so the general topic leads.
    private static readonly Topic[] All =
    [
        new(
            [],
            ["the current setup", "the last change", "the request", "the approach you describe", "the default setting", "the older version"],
            ["works as intended for most cases", "needs one more check before it is final", "covers what you asked for", "was reviewed last week", "can stay as it is"],
            ["the inputs have not changed", "two of the steps depend on each other", "the earlier result was based on partial data", "the limits were raised in the meantime"],
            ["Confirm {thing} with the owner.", "Write down what you expect from {thing}.", "Compare {thing} with the previous result.", "Start small and measure {thing}."]),
        new(
            ["order", "refund", "return", "parcel", "delivery", "ticket", "customer", "shipping", "subscription", "cancel", "complaint", "replacement"],
            ["your order", "the parcel", "the refund", "the replacement", "the delivery address", "the carrier's scan", "your subscription", "the return label"],
            ["left our warehouse on time", "is on its way back to your original payment method", "was held at the depot overnight", "is covered by the thirty-day return window", "has been confirmed by the carrier", "will be updated within two working days"],
            ["the carrier could not reach anyone at the door", "the item was out of stock for a day", "the card issuer takes up to five days", "the address was changed after dispatch", "both payments arrived on the same day"],
            ["Check the tracking page for {thing}.", "Reply to this message if {thing} has not arrived by Friday.", "Keep the receipt for {thing}.", "Print the label and hand {thing} to any parcel shop."]),
        new(
            ["search", "document", "policy", "handbook", "manual", "article", "guide", "find", "where", "knowledge", "question"],
            ["the handbook", "the policy page", "section four", "the travel guideline", "the onboarding guide", "the most recent revision"],
            ["answers this directly", "applies to employees and contractors alike", "was revised in the spring", "lists two exceptions", "sets the limit per day, not per trip"],
            ["the rule was simplified", "the two regions follow different calendars", "the earlier page is archived", "approval moved to the team lead"],
            ["Open {thing} and look for the heading on limits.", "Ask the owner of {thing} for an exception.", "Link to {thing} instead of copying it."]),
        new(
            ["code", "bug", "commit", "test", "review", "exception", "thread", "diff", "pull", "api", "method", "class", "build", "null", "lock", "await"],
            ["the retry loop", "this method", "the lock", "the cancellation token", "the new test", "the null check", "the public signature", "the cache lookup"],
            ["runs outside the critical section", "allocates once per call", "is never observed by the caller", "hides the first exception", "makes the order of the two writes visible", "is safe for concurrent readers"],
            ["the continuation may resume on another thread", "the collection is enumerated twice", "the timeout starts before the connection does", "the value is captured by the closure", "disposal can race with the last read"],
            ["Pass the token on to {thing}.", "Cover {thing} with a test that fails without the fix.", "Rename {thing} after what it returns.", "Move {thing} out of the loop."]),
        new(
            ["invoice", "budget", "cost", "spend", "forecast", "month", "quarter", "vat", "tax", "supplier", "payment", "revenue", "finance", "variance"],
            ["cloud spend", "the supplier's invoice", "the marketing budget", "the quarterly forecast", "headcount cost", "the accrual", "the variance"],
            ["came in below plan", "was booked one period late", "grew more slowly than revenue", "includes a one-off credit", "is explained by volume rather than price", "should be accrued until the invoice arrives"],
            ["two invoices were dated after the cut-off", "the discount applies only above the committed volume", "the exchange rate moved", "the contract renews in the second half"],
            ["Split {thing} by cost centre.", "Match {thing} to its purchase order.", "Move {thing} to the period it belongs to.", "Ask the budget owner to confirm {thing}."]),
        new(
            ["campaign", "product", "launch", "headline", "copy", "audience", "brand", "newsletter", "description", "feature"],
            ["the new collection", "the headline", "the launch mail", "the product page", "the first paragraph", "the call to action"],
            ["says what the reader gains", "is short enough to read at a glance", "names the price before the discount", "speaks to people who already know the brand", "leaves room for one picture"],
            ["readers decide within seconds", "the second variant tested better", "the claim is easy to verify", "the season has just begun"],
            ["Lead with {thing}.", "Try {thing} without adjectives.", "Test {thing} on a tenth of the list."]),
    ];
}
