namespace Leasehold;

/// <summary>Says what stage 1 decided, for <c>RunOnceAsync</c>.</summary>
/// <remarks>
/// Each answer converts to a <see cref="Preparation{TPrepared, TResult}"/> where that type is known: in a method that
/// returns it, or a lambda where <c>RunOnceAsync</c> knows its types, from a durable operation or because they are
/// given. In a lambda whose types are to be inferred one of the answers names both, as
/// <c>Preparation.Continue&lt;int, string&gt;(7)</c> does: by itself an answer knows only one of them.
/// </remarks>
public static class Preparation
{
    /// <summary>Commit, then make the call.</summary>
    /// <param name="prepared">What the call needs.</param>
    /// <typeparam name="TPrepared">What the call needs.</typeparam>
    public static PreparedCall<TPrepared> Continue<TPrepared>(TPrepared prepared) => new(prepared);

    /// <summary>Commit, then make the call.</summary>
    /// <param name="prepared">What the call needs.</param>
    /// <typeparam name="TPrepared">What the call needs.</typeparam>
    /// <typeparam name="TResult">The operation's result.</typeparam>
    public static Preparation<TPrepared, TResult> Continue<TPrepared, TResult>(TPrepared prepared)
        => Preparation<TPrepared, TResult>.Continue(prepared);

    /// <summary>Commit, and no call: what was asked for is done already, or refused.</summary>
    /// <param name="result">The operation's result.</param>
    /// <typeparam name="TResult">The operation's result.</typeparam>
    public static FinishedEarly<TResult> Finish<TResult>(TResult result) => new(result);

    /// <summary>Commit, and no call: what was asked for is done already, or refused.</summary>
    /// <param name="result">The operation's result.</param>
    /// <typeparam name="TPrepared">What the call would need.</typeparam>
    /// <typeparam name="TResult">The operation's result.</typeparam>
    public static Preparation<TPrepared, TResult> Finish<TPrepared, TResult>(TResult result)
        => Preparation<TPrepared, TResult>.Finish(result);
}
