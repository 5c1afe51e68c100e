namespace Leasehold.Payments.Http;

/// <summary>Korean particles after words that are inserted: the end of the word decides which one follows.</summary>
/// <remarks>
/// Of an English word only its spelling is known. Those that end in l, m, n or ng are spoken with a final consonant, as
/// token is; the other names of our contract end in a vowel when they are spoken in Korean, as amount does.
/// </remarks>
internal static class Particles
{
    private const char FirstSyllable = '가';
    private const char LastSyllable = '힣';
    private const int FinalsPerVowel = 28;

    /// <summary>The word as the topic: amount는, token은.</summary>
    /// <param name="word">An English name or a Korean word.</param>
    public static string Topic(string word) => word + (EndsInConsonant(word) ? "은" : "는");

    /// <summary>What something must be: 숫자여야, 토큰이어야.</summary>
    /// <param name="word">An English name or a Korean word.</param>
    public static string MustBe(string word) => word + (EndsInConsonant(word) ? "이어야" : "여야");

    private static bool EndsInConsonant(string word) => word switch
    {
        [.., >= FirstSyllable and <= LastSyllable and var last] => (last - FirstSyllable) % FinalsPerVowel != 0,
        [.., 'l' or 'm' or 'n'] or [.., 'n', 'g'] => true,
        _ => false,
    };
}
