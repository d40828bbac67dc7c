namespace TokenFinOps.Caching.Acceptance;

/// <summary>A promise about the hits, and what is left of it.</summary>
/// <param name="Share">The share of hits that may be wrong.</param>
/// <param name="Confidence">How sure that is to be.</param>
/// <param name="Hits">How many hits there were.</param>
/// <param name="Wrong">How many of them were wrong: those that were seen, and of those that nobody looked at as many as the model expects.</param>
internal readonly record struct PromiseBudget(double Share, double Confidence, double Hits, double Wrong)
{
    // In multiples of 1/share, the number of hits among which one may be wrong.
    private const double ShortestForecast = 10;
    private const double LongestForecast = 100;
    private const double Recovery = 40;

    // A gate that opens on thin evidence is closed by the first wrong hit, and a share of few hits stays broken: so opening takes more than going on, and closing is
    // slow, because hits that are right repair a share and refusals do not.
    private const double OpeningCaution = 0.2;
    private const double KeepConfidence = 0.7;

    /// <summary>Finds what may be served.</summary>
    /// <param name="outcomes">The outcomes; they are sorted in place.</param>
    /// <param name="wasOpen">Whether anything was served before.</param>
    public CutOff Spend(HeldOut[] outcomes, bool wasOpen)
    {
        double horizon = Math.Clamp(Hits, ShortestForecast / Share, LongestForecast / Share);
        CutOff cutOff = CutOff.Find(outcomes, Left, horizon, wasOpen ? Confidence : 1 - ((1 - Confidence) * OpeningCaution));
        return cutOff.IsClosed && wasOpen ? CutOff.Find(outcomes, Left, horizon, Math.Min(KeepConfidence, Confidence)) : cutOff;
    }

    // What was wrong beyond the promise is made good by the hits to come; what was not is no licence.
    private double Left
    {
        get
        {
            double ahead = Math.Max(Hits, Recovery / Share);
            return Math.Clamp(((Share * (Hits + ahead)) - Wrong) / ahead, 0, Share);
        }
    }
}
