namespace Leasehold.BeforeAfter.Functions;

/// <summary>The five plans.</summary>
public static class FunctionPlans
{
    /// <summary>All of them, requests first.</summary>
    public static IReadOnlyList<FunctionPlan> All { get; } =
    [
        new FunctionPlan
        {
            Function = GuideFunction.Video,
            Title = "Video generation",
            Summary = "A request has a video rendered by an API that takes three minutes, and answers with its "
                + "address.",
            WrongWay = "The request opens its connection, inserts the row and keeps the connection until the render "
                + "API has answered. Five videos at once, and nobody else gets to the database.",
            StagedWay = "The row is committed, the connection goes back, and the render API takes its three minutes "
                + "without one. A second short session saves the address.",
            IsTask = false,
            TimeFactor = 60,
            RealCall = TimeSpan.FromMinutes(3),
            StartsPerSecond = 8,
            Route = "/videos",
        },
        new FunctionPlan
        {
            Function = GuideFunction.Upload,
            Title = "Image upload",
            Summary = "A request puts a picture into blob storage over a line that needs twenty seconds for it.",
            WrongWay = "The row is inserted first and its connection held while the picture is uploaded, so that the "
                + "address can be written to the same row. The pool is as fast as the slowest line.",
            StagedWay = "The row is committed as pending, the picture is uploaded with no connection, and the address "
                + "is saved afterwards.",
            IsTask = false,
            TimeFactor = 20,
            RealCall = TimeSpan.FromSeconds(20),
            StartsPerSecond = 12,
            Route = "/pictures",
        },
        new FunctionPlan
        {
            Function = GuideFunction.Song,
            Title = "Song background task",
            Summary = "A task orders a song and asks every ten seconds, for two minutes, whether it is there.",
            WrongWay = "The task takes its connection from the API's own pool and holds it while it asks and sleeps. "
                + "Five songs, and requests that only wanted to read a row time out.",
            StagedWay = "The task runs on the Background pool, in three stages: it asks and sleeps without a "
                + "connection, and even if it held one the API would not miss it.",
            IsTask = true,
            TimeFactor = 60,
            RealCall = TimeSpan.FromMinutes(2),
            StartsPerSecond = 6,
            Route = "/songs",
        },
        new FunctionPlan
        {
            Function = GuideFunction.Clip,
            Title = "Video background task",
            Summary = "A task has a video rendered in four minutes, then stores it in half a minute.",
            WrongWay = "One connection of the API's own pool is held across two external calls, one after the other.",
            StagedWay = "Both calls are stage 2: no connection is held during either. Background pool, three stages.",
            IsTask = true,
            TimeFactor = 60,
            RealCall = TimeSpan.FromSeconds(270),
            StartsPerSecond = 6,
            Route = "/clips",
        },
        new FunctionPlan
        {
            Function = GuideFunction.Lyric,
            Title = "Lyric background task",
            Summary = "A task has four verses written, fifteen seconds each, and saves them.",
            WrongWay = "Each call is short, so it is made inside the loop that saves the verses. Four short calls are "
                + "a minute on a connection of the API's own pool.",
            StagedWay = "The verses are collected first, with no connection, and saved together in one short session "
                + "of the Background pool.",
            IsTask = true,
            TimeFactor = 60,
            RealCall = TimeSpan.FromMinutes(1),
            StartsPerSecond = 12,
            Route = "/lyrics",
        },
    ];

    /// <summary>The plan of one function.</summary>
    /// <param name="function">The function.</param>
    public static FunctionPlan Of(GuideFunction function) => All.Single(plan => plan.Function == function);
}
