using Leasehold.BeforeAfter.Functions;
using Leasehold.BeforeAfter.Runs;
using Leasehold.Dashboard;
using Leasehold.Demo.Page.Playing;

namespace Leasehold.Demo.Page.Languages;

/// <summary>Everything the page says, in English; a language of its own overrides all of it.</summary>
/// <remarks>Immutable.</remarks>
internal class PageWords
{
    public static PageWords In(string language)
        => language == PageLanguage.Korean ? KoreanPageWords.Instance : English;

    public static PageWords English { get; } = new();

    public virtual string Title => "Leasehold demo";
    public virtual string NoScript => "This page is pushed to the browser, which takes JavaScript.";
    public virtual string ConnectionLost => "The connection to the demo is lost. What you see is old; trying again …";
    public virtual string Colours(string theme) => $"Colours: {theme}";
    public virtual string ChangeColours(string theme) => $"Colours: {theme}. Change.";
    public virtual string Dark => "dark";
    public virtual string Light => "light";
    public virtual string Automatic => "auto";

    public virtual string Services => "The services";
    public virtual string PaymentService => "Payment service";
    public virtual string ImageService => "Image service";
    public virtual string DashboardLink => "Dashboard";
    public virtual string Reference => "API reference";
    public virtual string Snapshot => "Snapshot";
    public virtual string Metrics => "Metrics";
    public virtual string Health => "Health";

    public virtual string BeforeAndAfter => "Before and after";
    public virtual string Lead
        => "The same load arrives at two services. On the left a connection is held while an external API works; on "
            + "the right the work is done in three stages. Choose a function, start it, and watch the pools.";
    public virtual string Function => "Function";
    public virtual string TitleOf(FunctionPlan plan) => plan.Title;
    public virtual string SummaryOf(FunctionPlan plan) => plan.Summary;
    public virtual string WrongWayOf(FunctionPlan plan) => plan.WrongWay;
    public virtual string StagedWayOf(FunctionPlan plan) => plan.StagedWay;
    public virtual string ScaleOf(FunctionPlan plan)
        => $"{plan.TimeFactor} times faster than in reality: calls of {Seconds(plan.RealCall)} take "
            + $"{Seconds(plan.Call)} here, and who gets no connection within {Seconds(plan.AcquireTimeout)} is "
            + $"refused. {plan.StartsPerSecond} starts and {FunctionPlan.ReadsPerSecond} plain reads arrive each "
            + $"second, at {FunctionPlan.ApiConnections} Api and {FunctionPlan.BackgroundConnections} Background "
            + "connections.";
    public virtual string StartBoth => "Start both sides";
    public virtual string Stop => "Stop";
    public virtual string Progress => "Progress";
    public virtual string WrongWayTitle => "Wrong way: held across the call";
    public virtual string StagedTitle => "Three stages";
    public virtual string Running(FunctionPlan plan) => $"running {plan.Title.ToLowerInvariant()} …";
    public virtual string Finished => "finished";
    public virtual string Stopped => "stopped";
    public virtual string Failed => "could not be run; the console says why";
    public virtual string Ready => "ready";

    public virtual string InUseOf(int size) => $"of {size} in use";
    public virtual string Waiting => "waiting";
    public virtual string GotNone => "got none in time";
    public virtual string BackgroundOf(int size) => $"of {size} Background";
    public virtual string ApiInUse => "Api connections in use";
    public virtual string CallersWaiting => "Callers waiting for one";
    public virtual string NowAndMost(string label, int now, int most) => $"{label}: now {now}, at most {most}.";
    public virtual string Nothing(string label) => $"{label}: nothing yet.";
    public virtual string Completed => "completed";
    public virtual string FailedRow => "failed";
    public virtual string Of(int part, int all) => $"{part} of {all}";
    public virtual string AcceptedToDone => "accepted to done, p50 / p95";
    public virtual string Answer => "answer, p50 / p95";
    public virtual string ReadsFailed => "plain reads failed";
    public virtual string ReadsTook => "plain reads, p50 / p99";
    public virtual string HeldMean => "connection held, mean";
    public virtual string MostCalls => "most external calls at once";
    public virtual string WhoHolds => "Who holds a connection";
    public virtual string CallTo(string? host) => $"external call to {host}";
    public virtual string OwnCode => "between two calls, or in the database";

    /// <summary>What the wrong way is doing, or came to.</summary>
    public virtual string OfWrongWay(Play play)
    {
        var (view, plan) = (play.WrongWay.Latest, play.Plan);
        var figures = view.Figures;
        if (view.Phase == SidePhase.Ended)
        {
            return $"{figures.Works.Completed} of {figures.Sent} were done. Each keeps one of "
                + $"{FunctionPlan.ApiConnections} connections for {plan.Call.TotalSeconds:0.0} s, so this pool carries "
                + $"{plan.HeldCeiling:0.0} a second, whatever the database could do. {figures.Exhaustions} times "
                + $"nobody gave a connection back within {plan.AcquireTimeout.TotalSeconds:0} s; "
                + $"{figures.Reads.Failures} of {figures.Reads.Ended} plain reads failed with them.";
        }

        return view.Holders is [var oldest, ..] && view.Moments is [.., { ApiWaiting: > 0 } now]
            ? $"{now.ApiInUse} connections are held by calls that wait for somebody else (the longest for "
                + $"{oldest.HeldFor.TotalSeconds:0.0} s), and {now.ApiWaiting} requests and tasks wait behind them."
            : "Connections are taken, and held across the external call.";
    }

    /// <summary>What the staged side is doing, or came to.</summary>
    public virtual string OfStaged(Play play)
    {
        var view = play.Staged.Latest;
        var figures = view.Figures;
        return view.Phase == SidePhase.Ended
            ? $"{figures.Works.Completed} of {figures.Sent} were done, with at most {figures.PeakApi} connections of "
                + $"the API's pool at once and {figures.PeakCalls} external calls. A connection was held for "
                + $"{figures.MeanHoldMs:0.0} ms on average; {figures.Reads.Failures} of {figures.Reads.Ended} plain "
                + "reads failed."
            : "Each row is committed before the call; during the call there is no connection to run out of.";
    }

    protected static string Seconds(TimeSpan time) => time.TotalSeconds >= 60
        ? $"{time.TotalMinutes:0.#} min"
        : $"{time.TotalSeconds:0.#} s";
}
