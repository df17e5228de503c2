import News

extension ChannelSettings {
    /// The service with the template that the section names, or as it is where it names none.
    ///
    /// - Returns: The service, or nil where a mistake was noted.
    mutating func templated(_ service: any WebService) -> (any WebService)? {
        let part = table.choice("template", of: TemplatedService.Part.self)
        guard let file = table.string("template_file") else {
            guard part != nil || service.needsTemplate else { return service }
            noteMissingFile()
            return nil
        }
        let chosen = part ?? (service.textMarkup == nil ? .body : .text)
        guard let type = contentType(of: chosen, service), let template = template(file, type) else {
            return nil
        }
        let form = chosen == .body ? service.bodyForm : nil
        let templated = TemplatedService(service, template: template, body: form)
        if let problem = templated.trial() {
            table.mistake("\(file): \(problem)", at: "template_file")
            return nil
        }
        return templated
    }

    /// The template that the section names where it can only write texts; nil where it names none or a mistake was noted.
    mutating func textTemplate(_ markup: Markup) -> Template? {
        let part = table.choice("template", of: TemplatedService.Part.self)
        guard let file = table.string("template_file") else {
            if part != nil { noteMissingFile() }
            return nil
        }
        guard part != .body else {
            table.mistake(
                "no template can write the body of \(table.title): say template = \"text\"",
                at: "template"
            )
            return nil
        }
        return template(file, ContentType(markup))
    }

    private mutating func noteMissingFile() {
        table.mistake("\(table.title) needs template_file, the name of the template's file")
    }

    /// How values are written in what a template writes; nil where it cannot.
    private mutating func contentType(
        of part: TemplatedService.Part,
        _ service: any WebService
    ) -> ContentType? {
        let text = service.textMarkup.map { ContentType($0) }
        let body = service.bodyForm?.contentType
        let (chosen, other) =
            part == .text ? (text, body.map { _ in "body" }) : (body, text.map { _ in "text" })
        if chosen == nil {
            let remedy = other.map { "say template = \"\($0)\"" } ?? "leave template_file out"
            table.mistake(
                "no template can write the \(part.rawValue) of \(table.title): \(remedy)",
                at: "template"
            )
        }
        return chosen
    }

    /// Reads a template and remarks upon it; nil where a mistake was noted.
    private mutating func template(_ file: String, _ contentType: ContentType) -> Template? {
        guard let text = text(of: file) else { return nil }
        do throws(TemplateMistake) {
            let template = try Template(text, contentType)
            let complete = Parcel.complete.parts(detail: .full)
            remarks += TemplateLint.warnings(about: template, complete: complete).map { "\(file):\($0)" }
            return template
        } catch {
            table.mistake("\(file):\(error.line):\(error.column): \(error.message)", at: "template_file")
            return nil
        }
    }

    private mutating func text(of file: String) -> String? {
        let path = file.hasPrefix("/") ? file : folder + "/" + file
        secrets.files.note(path)
        switch readRegularFile(path, limit: 64 << 10) {
        case .failure(let problem):
            table.mistake("template_file: \(path) \(problem)", at: "template_file")
        case .success(let contents):
            if let text = String(validating: contents.bytes, as: UTF8.self) { return text }
            table.mistake("template_file: \(path) is not UTF-8 text", at: "template_file")
        }
        return nil
    }
}
