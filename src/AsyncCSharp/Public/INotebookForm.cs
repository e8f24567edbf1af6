namespace AsyncCSharp;

/// <summary>Goes through the pipeline in the place of a value that a notebook shows in a form of its own: nothing for anybody else.</summary>
internal interface INotebookForm;
