using Leasehold.BeforeAfter.Runs;

namespace Leasehold.Demo.Page.Playing;

/// <summary>Says what is seen, in words.</summary>
internal static class PlainWords
{
    /// <summary>What the wrong way is doing, or came to.</summary>
    public static string OfWrongWay(Play play)
    {
        var (view, plan) = (play.WrongWay.Latest, play.Plan);
        var figures = view.Figures;
        if (view.Phase == SidePhase.Ended)
        {
            return $"{figures.Works.Completed} of {figures.Sent} were done. Each keeps one of "
                + $"{Leasehold.BeforeAfter.Functions.FunctionPlan.ApiConnections} connections for "
                + $"{plan.Call.TotalSeconds:0.0} s, so this pool carries {plan.HeldCeiling:0.0} a second, whatever the "
                + $"database could do. {figures.Exhaustions} times nobody gave a connection back within "
                + $"{plan.AcquireTimeout.TotalSeconds:0} s; {figures.Reads.Failures} of {figures.Reads.Ended} plain "
                + "reads failed with them.";
        }

        return view.Holders is [var oldest, ..] && view.Moments is [.., { ApiWaiting: > 0 } now]
            ? $"{now.ApiInUse} connections are held by calls that wait for somebody else (the longest for "
                + $"{oldest.HeldFor.TotalSeconds:0.0} s), and {now.ApiWaiting} requests and tasks wait behind them."
            : "Connections are taken, and held across the external call.";
    }

    /// <summary>What the staged side is doing, or came to.</summary>
    public static string OfStaged(Play play)
    {
        var view = play.Staged.Latest;
        var figures = view.Figures;
        if (view.Phase == SidePhase.Ended)
        {
            return $"{figures.Works.Completed} of {figures.Sent} were done, with at most {figures.PeakApi} connections "
                + $"of the API's pool at once and {figures.PeakCalls} external calls. A connection was held for "
                + $"{figures.MeanHoldMs:0.0} ms on average; {figures.Reads.Failures} of {figures.Reads.Ended} plain "
                + "reads failed.";
        }

        return "Each row is committed before the call; during the call there is no connection to run out of.";
    }
}
