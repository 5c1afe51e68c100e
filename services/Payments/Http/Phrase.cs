namespace Leasehold.Payments.Http;

/// <summary>One text in the languages of the service.</summary>
internal readonly record struct Phrase(string English, string Korean)
{
    public string In(Language language) => language == Language.Korean ? Korean : English;
}
